"""This grader, otter, nbgrader and the bare cells side by side: `python -m benchmarks` measures and prints a table."""
