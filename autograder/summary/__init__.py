"""What a class did, counted for the teaching staff, and shown on one page."""
