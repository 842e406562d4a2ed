"""Work outside the pages: `processes`, one a call, and `in_turn`, one that is kept. No torch, no maps, no Streamlit."""
