"""Work outside the pages: one queue (`queue`), whose processes are fresh or kept. No torch, no maps, no Streamlit."""
