"""What is known of a class, in a database in which nothing is overwritten."""
