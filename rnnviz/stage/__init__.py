"""The cell stage and its kin: Streamlit components whose script and style lie in assets/stage. The Python half."""
