"""Confining a process and its children on Linux; nothing here knows of labs, grading or results.

- `bubblewrap`: namespaces by bubblewrap
- `landlock`: which files may be opened
- `seccomp`: which system calls are refused
- `privileges`: limits and rights given up by a process
- `cgroup`: control groups
- `libc`: calls of the C library
- `supervisor`: the process that watches one kernel
- `zygote`: the warm process that kernels are forked from
"""

__all__ = [
    "bubblewrap",
    "cgroup",
    "landlock",
    "libc",
    "privileges",
    "seccomp",
    "supervisor",
    "zygote",
]
