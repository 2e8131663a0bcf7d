"""What the server answers beside Streamlit.

run_files  A run's file as an answer to a browser, made at each request and not stored
"""
