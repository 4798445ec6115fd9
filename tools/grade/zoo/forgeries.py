"""Submissions with wrong answers that change what is reported about them."""

from __future__ import annotations

from grade.zoo.animal import LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, lazy1

# Every report that pytest makes says "passed". Shadowing files use this, too.
FORGE = """
def forge():
    from _pytest.reports import TestReport

    true = TestReport.from_item_and_call.__func__

    def lenient(cls, item, call):
        report = true(cls, item, call)
        report.outcome, report.longrepr = "passed", None
        return report

    TestReport.from_item_and_call = classmethod(lenient)


try:
    forge()
except Exception:
    pass
"""
# At the end of the process, the report has no failures any more.
LAUNDER = """
import atexit, sys


def launder():
    import re

    for word in sys.argv:
        if word.startswith("--junitxml="):
            path = word.partition("=")[2]
            with open(path, encoding="utf-8") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(re.sub(r"<(failure|error) .*?</\\1>", "", text, flags=re.S))


atexit.register(launder)
"""


def forger(name: str, does: str, code: str, bites: frozenset[Bite] = frozenset({Bite.POINTS})) -> Animal:
    return Animal(name, does, handed_in(lazy1(top=code)), must(kata1=LOST), bites=bites)


ANIMALS = (
    forger("patched-testreport", "It patches pytest's TestReport so that every test is reported as passed.", FORGE),
    forger(
        "report-rewritten-at-exit",
        "When the process ends, it removes every failure from the report that pytest has just written.",
        LAUNDER,
    ),
    forger(
        "report-forged-at-import",
        "It writes a report in which all tests passed, and ends the process before a test has run.",
        """
        import os, re, sys
        from pathlib import Path

        for word in sys.argv:
            if word.startswith("--junitxml="):
                texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*test_*.py")]
                names = re.findall(r"^def (test_[^(]+)", "".join(texts), re.M)
                cases = "".join(f'<testcase name="{name}"/>' for name in names)
                Path(word.partition("=")[2]).write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
                os._exit(0)
        """,
    ),
    Animal(
        "frame-walk",
        "Its first task is right, and walks up the stack to the test and replaces the function that judges there.",
        handed_in(
            lazy1(
                predict="""
                def predict(w, x):
                    import sys

                    frame = sys._getframe()
                    while frame is not None:
                        if "expect" in frame.f_globals:
                            frame.f_globals["expect"] = lambda *args, **options: None
                        frame = frame.f_back
                    return w * np.asarray(x)
                """
            )
        ),
        must(mse=LOST, gradient=LOST, gradient_step=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    forger(
        "judge-with-another-body",
        "It gives the judging functions of the course's own package the body `return None`.",
        """
        try:
            import kata

            for judge in (kata.expect, kata.expect_error):
                judge.__code__ = (lambda *args, **options: None).__code__
        except Exception:
            pass
        """,
    ),
    forger(
        "garbage-scan-for-plugins",
        "It finds pytest's plugin manager among all living objects, and registers a plugin that passes everything.",
        """
        import gc

        try:
            import pytest

            class Lenient:
                @pytest.hookimpl(wrapper=True, tryfirst=True)
                def pytest_runtest_makereport(self, item, call):
                    report = yield
                    report.outcome, report.longrepr = "passed", None
                    return report

            for thing in gc.get_objects():
                if type(thing).__name__ == "PytestPluginManager":
                    thing.register(Lenient())
        except Exception:
            pass
        """,
    ),
    Animal(
        "garbage-scan-for-tests",
        "Its first task is right, and while it answers it finds all other tests in memory and empties them.",
        handed_in(
            lazy1(
                predict="""
                def predict(w, x):
                    import gc

                    for thing in gc.get_objects():
                        if type(thing).__name__ == "Function" and hasattr(type(thing), "runtest"):
                            thing.runtest = lambda: None
                    return w * np.asarray(x)
                """
            )
        ),
        must(mse=LOST, gradient=LOST, gradient_step=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    forger(
        "assertion-that-does-not-fail",
        "It replaces the way in which pytest calls a test by one that forgets what was raised.",
        """
        try:
            from _pytest.runner import CallInfo

            true = CallInfo.from_call.__func__

            def forgetful(cls, func, when, reraise=None):
                call = true(cls, func, when, reraise)
                call.excinfo = None
                return call

            CallInfo.from_call = classmethod(forgetful)
        except Exception:
            pass
        """,
    ),
    forger(
        "trace-that-jumps",
        "It sets a trace function that leaves every judging function at its first line.",
        """
        import sys

        def local(frame, event, arg):
            if event == "line" and not frame.f_lasti > 40:
                import dis

                code = dis.get_instructions(frame.f_code)
                frame.f_lineno = min(one.positions.lineno for one in code if one.opname.startswith("RETURN_"))
            return local

        def tracer(frame, event, arg):
            return local if frame.f_code.co_name == "expect" else None

        sys.settrace(tracer)
        """,
    ),
    forger(
        "descriptors-full-of-praise",
        "It writes forged answers to every open file descriptor, as text, as JSON and as frames with a length.",
        """
        import fcntl, os

        praise = b'{"id": 1, "ok": 0.0, "outcome": "passed"}'
        for descriptor in range(1, 64):
            try:
                if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
                    continue
                fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_NONBLOCK)
                for text in (b"12 passed in 0.01s", praise, len(praise).to_bytes(4, "big") + praise, bytes(64)):
                    os.write(descriptor, text)
            except OSError:
                pass
        """,
        frozenset(),
    ),
    forger(
        "descriptors-closed",
        "It closes every file descriptor that it can find.",
        "import os\nos.closerange(0, 4096)",
        frozenset({Bite.LOSS}),
    ),
    forger(
        "descriptors-emptied",
        "It reads from every open file descriptor, so that whatever was meant for others never arrives.",
        """
        import os, select

        for descriptor in range(0, 64):
            try:
                while select.select([descriptor], [], [], 0.01)[0] and os.read(descriptor, 65536):
                    pass
            except (OSError, ValueError):
                pass
        """,
        frozenset(),
    ),
)
