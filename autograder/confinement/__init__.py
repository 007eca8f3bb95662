"""Confining a process and its children on Linux; nothing here knows of labs, grading or results.

- `bubblewrap`: builds namespaces with a file system of their own
- `needed_paths`: the files that a Python process needs
- `landlock`: restricts which files may be opened
- `seccomp`: refuses system calls
- `privileges`: what a process gives up before it runs student code
- `cgroup`: limits memory and processes by control groups
- `libc`: calls into the C library that Python lacks
- `supervisor`: the process that starts and watches one kernel
- `zygote`: the warm process that kernels are forked from
"""

__all__ = [
    "bubblewrap",
    "cgroup",
    "landlock",
    "libc",
    "needed_paths",
    "privileges",
    "seccomp",
    "supervisor",
    "zygote",
]
