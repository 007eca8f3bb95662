"""Grading by our checks inside of otter-grader: a plugin of it, and what otter's container runs."""
