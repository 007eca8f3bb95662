"""The commands of `autograder`, one a file: arguments, and nothing else."""
