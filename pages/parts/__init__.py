"""What the page scripts are made of: a folder for each page, and what several of them share."""
