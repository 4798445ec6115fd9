"""Which folder the katas come from, and how a test reaches them.

`exercises/` and a folder given with `--katas` mirror each other. Weeks are namespace packages, so with
both on `sys.path`, the given folder first, `week2.kata1_…` is found there and otherwise in `exercises/`.

A test module imports plainly: `from week2.kata1_gradient_descent import gradient`. While pytest collects,
that import gives a *stand-in*: nothing of the learner's runs, so a broken file cannot stop its tests from
being found, and one collection serves many folders. The first call loads the learner's module; what goes
wrong then is told by every test that needed it, and by no other.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.abc
import importlib.machinery
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

from kata import calls
from kata.course import is_kata_file
from kata.faults import DoesNotRun, OutOfTime
from kata.limits import CPU_SECONDS, IMPORTING, time_limit

MODULE = re.compile(r"week\d+(\.\w+)?$")


class Katas:
    """The learner's modules, loaded once each from an overlay of folders, the first winning."""

    def __init__(self, folders: list[Path], seconds: float = CPU_SECONDS) -> None:
        self.folders = folders
        self.seconds = seconds  # of computing that a test may take
        self._loaded: dict[str, ModuleType | DoesNotRun] = {}
        self._paths: dict[str, Path] = {}
        # Called with a module's name and the module once it is loaded: how `kata verify` plants a mistake.
        self.after_load: Callable[[str, ModuleType], None] = lambda name, module: None

    def begin(self, task: str, path: Path) -> calls.Log:
        """Begin a test of `task`, whose kata is at `path`: what happens from now on is noted in the log."""
        if (torch := sys.modules.get("torch")) and not torch.is_grad_enabled():
            torch.set_grad_enabled(True)  # an earlier test's task has left it off, and was told so
        return calls.start()

    def install(self) -> None:
        """Put the folders on `sys.path`, last, so that nothing in them can shadow a library."""
        sys.path[:] = [entry for entry in sys.path if entry not in map(str, self.folders)]
        sys.path.extend(map(str, self.folders))
        for path in list(sys.path_importer_cache):  # what Python remembers of them may be older than the last save
            if path.startswith(tuple(map(str, self.folders))):
                del sys.path_importer_cache[path]
        forget_modules()

    def path(self, module: str) -> Path:
        """The file that `module` is read from. DoesNotRun if no folder has it."""
        if module in self._paths:
            return self._paths[module]
        relative = Path(*module.split(".")).with_suffix(".py")
        for folder in self.folders:
            if (folder / relative).is_file():
                return self._paths.setdefault(module, folder / relative)
        name = f"{relative.parent}/{relative.stem.partition('_')[0]}"
        raise DoesNotRun(
            f"There is no file {relative.as_posix()}. If you renamed it, give it its old name back; "
            f"`kata reset {name}` brings the stub back.",
            str(self.folders[-1] / relative),
        )

    def load(self, module: str) -> ModuleType:
        """The learner's module. DoesNotRun, the same one each time, if it cannot be imported."""
        if module not in self._loaded:
            self._loaded[module] = self._import(module)
        found = self._loaded[module]
        if isinstance(found, DoesNotRun):
            again = DoesNotRun(str(found), found.path, found.line)
            again.kinds = found.kinds
            raise again
        return found

    def _import(self, module: str) -> ModuleType | DoesNotRun:
        try:
            path = self.path(module)
        except DoesNotRun as missing:
            return missing
        try:
            with time_limit(self.seconds * IMPORTING):
                loaded = importlib.import_module(module)
                self.after_load(module, loaded)
                return loaded
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a kata may even call exit(): that breaks this kata only
            fault = import_fault(error, path)
            fault.kinds = tuple(kind.__name__ for kind in type(error).__mro__)
            return fault

    def get(self, module: str, name: str) -> Any:
        """What the learner's module calls `name`; DoesNotRun with the nearest name if there is none."""
        loaded = self.load(module)
        try:
            return getattr(loaded, name)
        except AttributeError:
            path = self.path(module)
            public = {key: value for key, value in vars(loaded).items() if getattr(value, "__module__", "") == module}
            near = difflib.get_close_matches(name, public, n=1, cutoff=0.5)
            line = _line(public[near[0]]) if near else 1
            also = f" Did you rename it to `{near[0]}`?" if near else ""
            raise DoesNotRun(f"`{name}` is missing from {path.name}.{also}", str(path), line) from None


def stub_line(function: Any) -> int:
    """The line of the `raise NotImplementedError` that is all there is in a function; 0 for any other function."""
    if isinstance(elsewhere := getattr(function, "stub_line", None), int):
        return elsewhere  # it stands for a function of another process
    code: CodeType | None = getattr(function, "__code__", None)
    if code is None or code.co_names != STUB.co_names or len(code.co_code) != len(STUB.co_code):
        return 0
    return max((line for _, _, line in code.co_lines() if line), default=0)


def _stub() -> None:
    """What a task looks like before its learner begins."""
    raise NotImplementedError


STUB = _stub.__code__
current = Katas([])


def use(katas: Katas) -> None:
    """Make `katas` what the stand-ins answer with."""
    global current
    current = katas
    katas.install()


class Task:
    """Stands in for one task in a test module: calls the learner's function, and watches the call."""

    def __init__(self, module: str, name: str) -> None:
        self.kata_module = module
        self._name = name
        self.__name__ = self.__qualname__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        return calls.watched(self._name, current.get(self.kata_module, self._name), args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if _finder in sys.meta_path:  # pytest looks at everything it collects; nothing is loaded for that
            raise AttributeError(name)
        return getattr(current.get(self.kata_module, self._name), name)

    def __repr__(self) -> str:
        return self._name


def each(task: Task, many: Iterable[tuple[Any, ...]], **kwargs: Any) -> list[Any]:
    """[task(*args, **kwargs) for args in many], for a test that needs some hundred answers of one task.

    Where the task runs in another process, the calls go there all together, and the answers come back together: plain
    data, without gradients.
    """
    __tracebackhide__ = True
    function = current.get(task.kata_module, task.__name__)
    return calls.all_watched(task.__name__, function, list(many), kwargs)


class _StandIn(ModuleType):
    """Stands in for a kata module: every public name in it is a task."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Task(self.__name__, name)


class _StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith("week") or not MODULE.match(fullname):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package="." not in fullname)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


_finder = _StandInFinder()


@contextmanager
def standing_in() -> Iterator[None]:
    """Within this, `import week2.kata1_…` gives stand-ins; afterwards it gives the real thing again."""
    kept = forget_modules()
    sys.meta_path.insert(0, _finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_finder)
        forget_modules()
        sys.modules.update(kept)


def forget_modules() -> dict[str, ModuleType]:
    """Take the kata modules out of `sys.modules`, and return them."""
    mine = [name for name in sys.modules if name.startswith("week") and MODULE.match(name)]
    return {name: sys.modules.pop(name) for name in mine}


def import_fault(error: BaseException, path: Path) -> DoesNotRun:
    """Why a kata could not be imported, in a sentence, with the line to look at."""
    if isinstance(error, SyntaxError):
        # `filename` is another file where a kata imports a broken one.
        where = error.filename if error.filename and is_kata_file(error.filename) else str(path)
        return DoesNotRun(_syntax_sentence(error, Path(where)), where, error.lineno or 1)
    where, line = last_kata_line(error) or (str(path), 1)
    if isinstance(error, OutOfTime):
        return DoesNotRun("Importing the file took too long and was stopped: is there an endless loop?", where, line)
    if isinstance(error, ModuleNotFoundError) and not MODULE.match(error.name or ""):
        return DoesNotRun(
            f"There is no module named {error.name!r} here. Is it misspelt? The katas need only what is installed.",
            where,
            line,
        )
    if isinstance(error, SystemExit):
        return DoesNotRun("The file calls exit() while it is imported. Take that line out.", where, line)
    return DoesNotRun(f"{describe(error)}, while the file was imported.", where, line)


def _syntax_sentence(error: SyntaxError, path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as bad:
        line = path.read_bytes()[: bad.start].count(b"\n") + 1
        error.lineno = line
        return f"The file is not UTF-8 text (see line {line}). Save it with the encoding UTF-8."
    except OSError:
        pass
    if "null bytes" in str(error):
        return "The file has null bytes in it, so it is no text. Save it again as UTF-8 text."
    what = "The indentation is off" if isinstance(error, IndentationError) else "Python cannot read this line"
    code = (error.text or "").strip()
    return f"{what}: {error.msg}." + (f"\n    {code[:70]}" if code else "")


def describe(error: BaseException) -> str:
    """The error in a line, the same in every version of Python, with the name that may have been meant."""
    if isinstance(error, RecursionError):
        return "RecursionError: it calls itself without end"
    text = f"{type(error).__name__}: {error}".partition("\n")[0].rstrip(".")
    near = difflib.get_close_matches(getattr(error, "name", None) or "", _names_around(error), n=1, cutoff=0.6)
    return f"{text}. Did you mean `{near[0]}`?" if near else text


def _names_around(error: BaseException) -> list[str]:
    """What a misspelt name may have meant: a name in sight, or, for an AttributeError, one of the object's own."""
    if isinstance(error, AttributeError):
        with suppress(Exception):  # a network cannot tell before Module.__init__ has run
            return [name for name in dir(error.obj) if not name.startswith("_")]
    if not isinstance(error, NameError):
        return []
    frame = innermost(error)
    return [*frame.f_locals, *frame.f_globals] if frame else []


def innermost(error: BaseException) -> FrameType | None:
    """The frame that raised the error."""
    frame, trace = None, error.__traceback__
    while trace is not None:
        frame, trace = trace.tb_frame, trace.tb_next
    return frame


def last_kata_line(error: BaseException) -> tuple[str, int] | None:
    """File and line of the innermost frame in a kata, or None where no kata was running."""
    found = last_kata_trace(error)
    return (found.tb_frame.f_code.co_filename, found.tb_lineno) if found else None


def last_kata_trace(error: BaseException) -> TracebackType | None:
    found, trace = None, error.__traceback__
    while trace is not None:
        if is_kata_file(trace.tb_frame.f_code.co_filename):
            found = trace
        trace = trace.tb_next
    return found


def _line(value: Any) -> int:
    code = getattr(inspect.unwrap(value) if callable(value) else value, "__code__", None)
    return code.co_firstlineno if code else 1


def stand_ins(namespace: dict[str, Any]) -> dict[str, Task]:
    """The stand-ins among a test module's globals, by the task's own name."""
    tasks = [value for value in namespace.values() if type(value) is Task]
    return {task._name: task for task in tasks}
