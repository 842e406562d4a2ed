"""Vectors as points on a map: sources, files, exact neighbours, projections and how true they are. No Streamlit."""
