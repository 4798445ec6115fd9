"""What Python and its libraries read while they compute: folders and files that hold no secret."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

SHARED = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
SETTINGS = (
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ssl/openssl.cnf",  # of the shared libraries
    "/etc/localtime", "/usr/share/zoneinfo",  # the time of day
)  # fmt: skip
MACHINE = ("/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/fs/cgroup/cpu.max")  # its size


def libraries() -> tuple[Path, ...]:
    """For a policy: where the interpreter, its libraries and the shared libraries of the system lie, links followed.

    Ask after the imports: a package may be linked to from where it seems to lie, as some installers do.
    """
    named = [*of_python(), *(Path(one) for one in (*SHARED, *SETTINGS, *MACHINE))]
    return outermost([*named, *_packages(of_python())])


def of_python() -> list[Path]:
    """The folders of the interpreter and its packages, under the names that it uses.

    Never a whole prefix: somebody may have made their environment in the very folder that holds the course.
    """
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    folders = [Path(prefix, name) for prefix in sorted(prefixes) for name in ("lib", "lib64")]
    folders += [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [Path(place) for place in (*site.getsitepackages(), site.getusersitepackages()) if place in sys.path]
    return list(dict.fromkeys(folders))


def linked_packages() -> list[Path]:
    """Where packages really lie that are only linked to from the folders for packages. Found without an import."""
    found = []
    for name in ("purelib", "platlib"):
        for entry in os.scandir(sysconfig.get_path(name)):
            path = Path(entry.path, "__init__.py") if not entry.is_symlink() and entry.is_dir() else Path(entry.path)
            if path.is_symlink():
                found.append(path.resolve().parent if path.name == "__init__.py" else path.resolve())
    return list(dict.fromkeys(found))


def outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """What exists of these, links followed, without what lies in another of them: each costs time in every child."""
    found: list[Path] = []
    there = (path for path in paths if os.path.exists(path))  # noqa: PTH110 — Path's raises where one may not look
    for path in sorted({path.resolve() for path in there}):
        if not found or not path.is_relative_to(found[-1]):
            found.append(path)
    return tuple(found)


def _packages(folders: list[Path]) -> list[Path]:
    """Where the packages that were imported from these folders really lie."""
    found = []
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if "." in name or not isinstance(file, str) or not file.endswith("__init__.py"):
            continue
        if any(Path(file).is_relative_to(folder) for folder in folders):  # no package of the course, say
            found.append(Path(file).resolve().parent)
    return found
