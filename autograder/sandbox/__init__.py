"""Where student code may run.

- `level`: the levels of isolation
- `policy`: what a level allows
- `host`: this machine at one of the levels
- `workspace`: the folders of one submission
- `provisioner`: kernels forked from the zygote
- `shipping`: our modules sent as text
"""

__all__ = [
    "host",
    "level",
    "policy",
    "provisioner",
    "shipping",
    "workspace",
]
