"""Submissions side by side: what two have in common that the student version and the class do not explain."""
