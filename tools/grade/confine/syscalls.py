"""The system calls that the filter knows by name, with their numbers on x86-64 and on arm64.

What is not here is denied. The numbers are for ever; None is a call that arm64 does without. They are those of
<asm/unistd_64.h> and <asm-generic/unistd.h>, and a test compares them where such a header is installed.
"""

from __future__ import annotations

# fmt: off
NUMBERS: dict[str, tuple[int, int | None]] = {
    # Memory of its own.
    "brk": (12, 214), "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226),
    "madvise": (28, 233), "msync": (26, 227), "mseal": (462, 462), "get_mempolicy": (239, 236),
    # Threads, which C libraries start and synchronise, and clocks.
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123), "getcpu": (309, 168), "restart_syscall": (219, 128), "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115), "clock_gettime": (228, 113), "clock_getres": (229, 114), "gettimeofday": (96, 169),
    "time": (201, None), "times": (100, 153), "getitimer": (36, 102), "setitimer": (38, 103), "alarm": (37, None),
    # Files that are open, or that Landlock lets it open.
    "creat": (85, None), "close": (3, 57), "close_range": (436, 436), "read": (0, 63), "pread64": (17, 67),
    "readv": (19, 65), "preadv": (295, 69), "preadv2": (327, 286), "write": (1, 64), "pwrite64": (18, 68),
    "writev": (20, 66), "pwritev": (296, 70), "pwritev2": (328, 287), "lseek": (8, 62), "ftruncate": (77, 46),
    "fsync": (74, 82), "fdatasync": (75, 83), "fadvise64": (221, 223), "sendfile": (40, 71),
    "copy_file_range": (326, 285), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "poll": (7, None),
    "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    # Looking at what is there. Names, sizes and links of any file can be seen: Landlock has no right for it.
    "stat": (4, None), "lstat": (6, None), "fstat": (5, 80), "newfstatat": (262, 79), "statx": (332, 291),
    "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439), "getdents": (78, None),
    "getdents64": (217, 61), "readlink": (89, None), "readlinkat": (267, 78), "getcwd": (79, 17),
    # Folders and names, where Landlock allows it.
    "chdir": (80, 49), "fchdir": (81, 50), "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None),
    "unlink": (87, None), "unlinkat": (263, 35), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    # Who and where it is.
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getrlimit": (97, 163), "getrusage": (98, 165), "uname": (63, 160),
    "sysinfo": (99, 179), "getrandom": (318, 278), "exit": (60, 93), "exit_group": (231, 94),
    # Signals that come.
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133), "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132),
    # Allowed with certain arguments only: see `seccomp.rules`.
    "open": (2, None), "openat": (257, 56), "clone": (56, 220), "kill": (62, 129), "tgkill": (234, 131),
    "prlimit64": (302, 261), "fcntl": (72, 25), "ioctl": (16, 29), "prctl": (157, 167), "arch_prctl": (158, None),
    "socketpair": (53, 199), "sendto": (44, 206), "recvfrom": (45, 207),
    # Denied in a way of its own.
    "clone3": (435, 435),
}
# fmt: on

CONDITIONAL = (
    "open", "openat", "clone", "kill", "tgkill", "prlimit64", "fcntl", "ioctl", "prctl", "arch_prctl",
    "socketpair", "sendto", "recvfrom",
)  # fmt: skip
PRETENDED_MISSING = ("clone3",)  # the C library then uses `clone`, whose arguments a filter can read
NEWEST = 462  # what has a higher number did not exist when this table was made
