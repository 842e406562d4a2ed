"""Work outside the pages, in processes that may die alone. Nothing of torch, of maps or of Streamlit."""
