"""Installs an irrevocable seccomp filter that refuses system calls which a notebook never needs and an attack might.

Through libseccomp's Python binding, which looks for the library with programs: import it before they are out of reach.
"""

import errno
from contextlib import suppress
from typing import Any

REFUSED = {
    "other processes": "ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd migrate_pages move_pages mbind"
    " process_madvise process_mrelease set_mempolicy set_mempolicy_home_node",
    "the kernel": "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register syslog personality"
    " kexec_load kexec_file_load init_module finit_module delete_module reboot lookup_dcookie nfsservctl acct"
    " quotactl quotactl_fd swapon swapoff fanotify_init fanotify_mark modify_ldt vm86 vm86old uselib _sysctl sysfs"
    " ustat create_module get_kernel_syms query_module remap_file_pages lsm_get_self_attr lsm_set_self_attr"
    " lsm_list_modules uretprobe mseal",
    "keys": "keyctl add_key request_key",
    "mounts and namespaces": "mount umount2 pivot_root move_mount open_tree fsopen fsconfig fsmount fspick"
    " mount_setattr chroot setns unshare open_by_handle_at name_to_handle_at sethostname setdomainname statmount"
    " listmount open_tree_attr",
    "hardware and clocks": "vhangup iopl ioperm settimeofday clock_settime adjtimex clock_adjtime",
    "memory that no limit counts": "memfd_create memfd_secret shmget msgget semget mq_open",
    "disks and pages that all share": "sync syncfs splice tee vmsplice cachestat io_setup io_submit",
}
NEWER = {  # calls that a libseccomp may not know by name yet; from 424 on, all architectures have the same numbers
    "cachestat": 451,
    "statmount": 457,
    "listmount": 458,
    "lsm_get_self_attr": 459,
    "lsm_set_self_attr": 460,
    "lsm_list_modules": 461,
    "mseal": 462,
    "open_tree_attr": 467,
}
NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00000080)
UNKNOWN = -1
UNIX, NETLINK = 1, 16
FAMILIES = 64
KIND, DATAGRAM = 0xF, 2
TARGET_ARGUMENT = {  # calls that change a process, and where among their arguments it stands; 0 is the caller
    "prlimit64": 0,
    "sched_setaffinity": 0,
    "sched_setparam": 0,
    "sched_setattr": 0,
    "setpriority": 1,
    "ioprio_set": 1,
}


def install_filter(no_named_sockets: bool) -> None:
    """Make the kernel refuse the calls above, new namespaces, and every socket but Unix sockets, for good.

    With `no_named_sockets`, a Unix socket cannot be connected by name either, where no namespace hides names.
    Raises ImportError and RuntimeError where the binding or the library is missing.
    """
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    # else a call of another kind (x32, i386) ends the thread that makes it, and the others wait for it
    rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.ERRNO(errno.ENOSYS))
    for name in " ".join(REFUSED.values()).split():
        known = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) != UNKNOWN
        with suppress(OSError, KeyError):  # a call that this architecture does not have
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name if known else NEWER[name])
    for name, place in TARGET_ARGUMENT.items():
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name, pyseccomp.Arg(place, pyseccomp.NE, 0))
    unusual = (pyseccomp.Arg(0, pyseccomp.NE, 0), pyseccomp.Arg(1, pyseccomp.NE, 0))
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "sched_setscheduler", *unusual)  # libzmq aborts without the usual one
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie in memory; the C library goes on to clone
    for flag in NAMESPACES:
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    _refuse_sockets(pyseccomp, rules)
    if no_named_sockets:
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "connect")
        datagrams = (pyseccomp.Arg(0, pyseccomp.EQ, UNIX), pyseccomp.Arg(1, pyseccomp.MASKED_EQ, KIND, DATAGRAM))
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "socket", *datagrams)
    rules.load()


def _refuse_sockets(pyseccomp: Any, rules: Any) -> None:
    refused = pyseccomp.ERRNO(errno.EAFNOSUPPORT)
    for family in set(range(FAMILIES)) - {UNIX, NETLINK}:
        rules.add_rule(refused, "socket", pyseccomp.Arg(0, pyseccomp.EQ, family))
    rules.add_rule(refused, "socket", pyseccomp.Arg(0, pyseccomp.GE, FAMILIES))
    # libzmq aborts where the first family of netlink, the list of network interfaces, is refused
    others = (pyseccomp.Arg(0, pyseccomp.EQ, NETLINK), pyseccomp.Arg(2, pyseccomp.NE, 0))
    rules.add_rule(pyseccomp.ERRNO(errno.EOPNOTSUPP), "socket", *others)
