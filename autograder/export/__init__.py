"""Marks on their way out: one file a format, each as the course site reads it."""
