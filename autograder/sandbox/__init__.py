"""The sandbox of student code: isolation levels, the host that starts kernels, and the folders of a submission.

- `level`: the levels of isolation
- `policy`: how a kernel is confined at each level
- `host`: this machine at one of the levels, with its zygote
- `workspace`: the folders and environment of one submission
- `provisioner`: starts kernels through the zygote
- `shipping`: packs modules of the engine as text
"""

__all__ = [
    "host",
    "level",
    "policy",
    "provisioner",
    "shipping",
    "workspace",
]
