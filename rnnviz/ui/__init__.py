"""Streamlit's half: the lesson catalogue and heading, and the controls."""
