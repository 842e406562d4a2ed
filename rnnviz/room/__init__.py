"""A class in a room: a teacher's screen and the students', which meet on this server. No Streamlit."""
