"""The filter of system calls, never installed: a small copy of the kernel's machine runs it, for both processors."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from grade.confine import seccomp, syscalls

PID = 4242
DENIED_CALLS = {  # numbers on x86-64 and on arm64
    "socket": (41, 198), "connect": (42, 203), "accept4": (288, 242), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "sendmmsg": (307, 269), "recvmmsg": (299, 243), "bind": (49, 200), "listen": (50, 201), "setsockopt": (54, 208),
    "epoll_create1": (291, 20), "pipe2": (293, 59), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "unshare": (272, 97),
    "setns": (308, 268), "mount": (165, 40), "chroot": (161, 51), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "keyctl": (250, 219),
    "io_uring_setup": (425, 425), "io_setup": (206, 0), "memfd_create": (319, 279), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchownat": (260, 54), "setxattr": (188, 5), "utimensat": (280, 88), "mknodat": (259, 33),
    "linkat": (265, 37), "symlinkat": (266, 36), "setpriority": (141, 140), "sched_setaffinity": (203, 122),
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "inotify_init1": (294, 26),
    "personality": (135, 92), "setuid": (105, 146), "setsid": (112, 157), "setrlimit": (160, 164), "flock": (73, 32),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "vmsplice": (278, 75), "truncate": (76, 45),
    "seccomp": (317, 277), "openat2": (437, 437), "process_madvise": (440, 440), "landlock_create_ruleset": (444, 444),
}  # fmt: skip


def decide(code: bytes, audit: int, number: int, *arguments: int) -> int:
    """What the kernel's machine does with a filter: the few instructions of it that are used."""
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, audit, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    steps = list(struct.iter_unpack("<HBBI", code))
    at, register = 0, 0
    while True:
        what, yes, no, k = steps[at]
        at += 1
        match what:
            case 0x20:
                (register,) = struct.unpack_from("<I", data, k)
            case 0x54:
                register &= k
            case 0x15:
                at += yes if register == k else no
            case 0x25:
                at += yes if register > k else no
            case 0x06:
                return int(k)
            case _:
                raise AssertionError(f"instruction {what:#x} at {at - 1}")


@pytest.fixture(params=seccomp.MACHINES)
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Filtered:
    """Asks the filter of a machine about a call by its name."""

    def __init__(self, machine: str, threads: bool = True) -> None:
        self.kind = seccomp.MACHINES[machine]
        self.code = seccomp.program(machine, PID, threads)

    def __call__(self, name: str, *arguments: int) -> int:
        number = {**syscalls.NUMBERS, **DENIED_CALLS}[name][self.kind.column]
        assert number is not None
        return decide(self.code, self.kind.audit, number, *arguments)


def test_a_filter_is_one_that_the_kernel_takes(machine: str) -> None:
    steps = list(struct.iter_unpack("<HBBI", seccomp.program(machine, PID)))
    assert len(steps) <= seccomp.LONGEST
    assert steps[-1][0] == seccomp.RETURN
    for at, (what, yes, no, _) in enumerate(steps):
        if what in (seccomp.JUMP_EQUAL, seccomp.JUMP_GREATER):
            assert at + 1 + max(yes, no) < len(steps)


def test_simple_calls_are_allowed_whatever_their_arguments(machine: str) -> None:
    ask = Filtered(machine)
    for name, numbers in syscalls.NUMBERS.items():
        if name in (*syscalls.CONDITIONAL, *syscalls.PRETENDED_MISSING) or numbers[ask.kind.column] is None:
            continue
        assert ask(name) == ask(name, *[2**64 - 1] * 6) == seccomp.ALLOW, name


@pytest.mark.parametrize("name", DENIED_CALLS)
def test_denied_calls_are_denied(machine: str, name: str) -> None:
    assert Filtered(machine)(name) == seccomp.DENY


def test_nothing_is_allowed_but_what_the_table_names(machine: str) -> None:
    ask = Filtered(machine)
    named = {numbers[ask.kind.column] for name, numbers in syscalls.NUMBERS.items()}
    allowed = {n for n in range(1000) if decide(ask.code, ask.kind.audit, n) == seccomp.ALLOW}
    assert allowed <= named
    newer = {n for n in range(1000) if decide(ask.code, ask.kind.audit, n) == seccomp.MISSING}
    assert newer == {435, *range(syscalls.NEWEST + 1, 1000)}


def test_another_architecture_is_killed(machine: str) -> None:
    code = seccomp.program(machine, PID)
    others = {0x40000003, 0x40000028, *(kind.audit for kind in seccomp.MACHINES.values())}
    for audit in others - {seccomp.MACHINES[machine].audit}:  # 32 bits of either kind, and the other of these
        assert decide(code, audit, 0) == seccomp.KILL


def test_the_third_way_of_calling_an_x86_is_none() -> None:
    code = seccomp.program("x86_64", PID)
    assert decide(code, seccomp.MACHINES["x86_64"].audit, 0x40000000 | 1) == seccomp.MISSING  # x32's write


def test_arguments_that_decide(machine: str) -> None:
    ask = Filtered(machine)
    allow, deny, high = seccomp.ALLOW, seccomp.DENY, 1 << 32
    pthread = 0x3D0F00  # the flags of a thread, as glibc gives them; musl adds one
    assert ask("clone", pthread) == ask("clone", pthread | 0x400000) == allow
    for flags in (0, 17, 0x01200011, pthread & ~0x10000, pthread | 0x10000000, pthread | 0x40000000, pthread | 0x20000):
        assert ask("clone", flags) == deny
    assert Filtered(machine, threads=False)("clone", pthread) == deny
    assert ask("clone3") == seccomp.MISSING
    for name in ("kill", "tgkill"):
        assert ask(name, PID) == allow
        assert {ask(name, pid) for pid in (0, 1, PID - 1, PID + 1, 2**32 - 1, 2**64 - PID)} == {deny}
    assert ask("prlimit64", 0, 7, 0, 0x7FFF0000) == allow  # reading one's own
    for arguments in ((0, 7, 0x1000), (0, 7, high), (0, 7, 0x7FFF_0000_0000), (1, 7, 0), (PID + 1, 7, 0)):
        assert ask("prlimit64", *arguments) == deny
    for flags, answer in (
        (0, allow),
        (0o1101, allow),
        (0o1002, allow),
        (0o2000000, allow),
        (0o1000, deny),
        (0o1003, deny),
    ):
        assert ask("openat", -100 & 0xFFFFFFFF, 0x1000, flags) == answer
    assert {ask("fcntl", 5, command) for command in (0, 1, 2, 3, 4, 1030)} == {allow}
    assert {ask("fcntl", 5, command) for command in (5, 6, 7, 8, 10, 15, 1024, 1026, 1033)} == {deny}
    assert {ask("ioctl", 0, request) for request in (0x5401, 0x5413, 0x5421, 0x5451)} == {allow}
    assert {ask("ioctl", 0, request) for request in (0x5412, 0x541C, 0x5402)} == {deny}
    assert {ask("prctl", option) for option in (15, 16)} == {allow}
    assert {ask("prctl", option) for option in (1, 4, 22, 24, 38, 47, 0x59616D61)} == {deny}
    if machine == "x86_64":
        assert ask("arch_prctl", 0x1023, 18) == allow
        assert ask("arch_prctl", 0x1002) == deny
        assert (ask("open", 0x1000, 0), ask("open", 0x1000, 0o1000)) == (allow, deny)


def test_a_pair_of_sockets_leads_nowhere(machine: str) -> None:
    ask = Filtered(machine)
    allow, deny, high = seccomp.ALLOW, seccomp.DENY, 1 << 32
    unix, internet, netlink, packet, stream, parcels, in_order, raw = 1, 2, 16, 17, 1, 2, 5, 3
    closed_when_run, never_waiting = 0o2000000, 0o4000
    for kind in (stream, stream | closed_when_run, stream | closed_when_run | never_waiting):
        assert ask("socketpair", unix, kind, 0, 0x7FFF0000) == allow
    for family in (0, internet, 10, netlink, packet, 40, 2**32 - 1):  # 10 and 40: IPv6, and sockets between machines
        assert ask("socketpair", family, stream, 0) == deny
    for kind in (0, parcels, in_order, raw, parcels | closed_when_run, stream | 0x10, stream | 1 << 31):
        assert ask("socketpair", unix, kind, 0) == deny
    assert ask("socketpair", unix, stream, 1) == deny
    address, out_of_turn, peek, descriptors = 0x7FFF0000, 0x1, 0x2, 0x40000000
    assert ask("sendto", 5, address, 1, 0, 0, 0) == ask("recvfrom", 5, address, 4096, 0, 0, 0) == allow
    for flags in (out_of_turn, peek, descriptors, 0x20000000, 0x4000, 2**32 - 1):  # 0x20000000: connect, and send
        assert ask("sendto", 5, address, 1, flags, 0, 0) == ask("recvfrom", 5, address, 1, flags, 0, 0) == deny
    for name in ("sendto", "recvfrom"):
        assert {ask(name, 5, address, 1, 0, where, 0) for where in (1, address, high, high | address)} == {deny}
    assert ask("sendto", 5, address, 1, 0, 0, 16) == deny


HEADERS = ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h")


@pytest.mark.parametrize("column", [0, 1])
def test_the_numbers_are_those_of_the_kernel(column: int) -> None:
    header = Path(HEADERS[column])
    if not header.exists():
        pytest.skip(f"{header} is not installed.")
    text = header.read_text(encoding="utf-8")
    known = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\s", text)}
    known.setdefault("newfstatat", known.get("fstatat", -1))
    compared = 0
    for name, numbers in {**syscalls.NUMBERS, **DENIED_CALLS}.items():
        if numbers[column] is not None and name in known:
            assert numbers[column] == known[name], name
            compared += 1
    assert compared > 100
