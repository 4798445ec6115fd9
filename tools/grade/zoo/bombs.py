"""Submissions that take more than there is: memory, processes, threads, files, output, answers, depth.

Every bomb has a bound in its own text, so that it does no harm where no limit holds.
"""

from __future__ import annotations

from textwrap import dedent, indent

from grade.results import Outcome
from grade.zoo.animal import CONFESSION, EARNED, EITHER, LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, kata1

TOO_MUCH = LOST - {Outcome.NOT_STARTED}


def answers(name: str, does: str, value: str, *bites: Bite, says: tuple[str, ...] = ()) -> Animal:
    """A task returns this."""
    task = f"def predict(w, x):\n    return {value}\n"
    return Animal(name, does, handed_in(kata1(predict=task)), must(predict=TOO_MUCH), says=says, bites=frozenset(bites))


def takes(name: str, does: str, body: str, *bites: Bite, says: tuple[str, ...] = ()) -> Animal:
    """A task takes more than there is. If nobody hinders it, it says so in an error."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    task = f"KEPT = []\n\n\ndef predict(w, x):\n{lines}\n    raise RuntimeError('{CONFESSION}: nobody hindered me')\n"
    return Animal(
        name,
        does,
        handed_in(kata1(predict=task)),
        must(EITHER, EITHER, predict=TOO_MUCH),
        says=says,
        bites=frozenset(bites),
    )


def uses_up(name: str, does: str, code: str, *bites: Bite) -> Animal:
    """A task with right answers takes more than there is, once, and goes on whatever comes of it."""
    lines = indent(dedent(code).strip(), " " * 12)
    task = f"""KEPT = []


def predict(w, x):
    if not KEPT:
        try:
{lines}
        except Exception:
            pass
    return w * np.asarray(x)
"""
    return Animal(name, does, handed_in(kata1(predict=task)), must(EITHER, EITHER), bites=frozenset(bites))


ANIMALS = (
    takes(
        "memory-bomb",
        "A task takes memory, a few megabytes at a time, and keeps it.",
        "while len(KEPT) << 22 < @BYTES@:\n    KEPT.append(bytearray(1 << 22))",
        Bite.DEED,
        says=("memory",),
    ),
    uses_up(
        "memory-bomb-that-catches-all",
        "A task takes all the memory there is, and says nothing of it: the next one who needs some finds none.",
        """
        try:
            while len(KEPT) << 22 < @BYTES@ << 4:
                KEPT.append(bytearray(1 << 22))
        except MemoryError:
            while True:
                try:
                    KEPT.append(bytearray(1 << 12))
                except MemoryError:
                    break
        """,
        Bite.LOSS,
    ),
    takes(
        "process-bomb",
        "A task starts one process after another, each of which sleeps for an hour.",
        "import os, time\nfor _ in range(@PROCESSES@):\n    if os.fork() == 0:\n        try:\n            os.setsid()\n"
        "            time.sleep(3600)\n        finally:\n            os._exit(0)",
        Bite.DEED,
        Bite.LEAVES,
    ),
    uses_up(
        "thread-bomb",
        "A task starts hundreds of threads, each of which sleeps for an hour.",
        """
        import threading, time

        threading.stack_size(1 << 16)
        while len(KEPT) < 300:
            KEPT.append(threading.Thread(target=time.sleep, args=[3600]))
            KEPT[-1].start()
        """,
        Bite.TIME,
    ),
    takes(
        "file-bomb",
        "A task writes thousands of files into the folder that it finds itself in, and beside its own file.",
        "from pathlib import Path\nfor number in range(2000):\n    Path(f'{number}.bomb').write_text('boom')\n"
        "    (Path(__file__).parent / f'{number}.bomb').write_text('boom')",
        Bite.DEED,
    ),
    uses_up(
        "large-file",
        "A task writes one large file.",
        """
        with open("large.bomb", "wb") as file:
            while file.tell() < @BYTES@:
                file.write(bytes(1 << 20))
        """,
    ),
    uses_up(
        "descriptor-bomb",
        "A task opens files until there are no descriptors left, and keeps them: nobody can open anything any more.",
        """
        while len(KEPT) < 5000:
            KEPT.append(open("/dev/null"))
        """,
        Bite.LOSS,
    ),
    Animal(
        "output-bomb",
        "Its answers are right; it prints twenty megabytes, to both streams and past Python's.",
        handed_in(
            kata1(
                predict="""
                def predict(w, x):
                    import os, sys

                    for _ in range(5):
                        print("a" * (1 << 20))
                        print("b" * (1 << 20), file=sys.stderr)
                        for stream in (1, 2):
                            try:
                                os.write(stream, b"c" * (1 << 20))
                            except OSError:
                                pass
                    return w * x
                """
            )
        ),
        must(predict=EITHER),
        never_says=(CONFESSION, "a" * 5000, "b" * 5000, "c" * 5000),
    ),
    Animal(
        "message-bomb",
        "A task raises an error with a text of eight megabytes.",
        handed_in(kata1(predict="def predict(w, x):\n    raise ValueError('long ' * (8 << 18))")),
        must(predict=LOST),
        says=("valueerror", "long"),
        never_says=(CONFESSION, "long " * 5000),
        bites=frozenset({Bite.DEED}),
    ),
    answers(
        "answer-of-terabytes",
        "A task returns an array of a million times a million numbers, which is a single one in memory.",
        "np.broadcast_to(1.0, (10**6, 10**6))",
    ),
    answers("large-answer", "A task returns a hundred megabytes of zeros.", "bytes(100 << 20)"),
    answers("long-list", "A task returns a list of a million lists.", "[[] for _ in range(1 << 20)]"),
    answers(
        "endless-answer",
        "A task returns a sequence that says it is short and never ends.",
        "type('Endless', (), {'__len__': lambda s: len(x), '__iter__': lambda s: iter(int, 1), "
        "'__getitem__': lambda s, i: s, '__array__': lambda s, *a, **k: list(s)})()",
        Bite.TIME,
    ),
    answers(
        "answer-in-itself",
        "A task returns a list that contains itself.",
        "(lambda one: one.append(one) or one)([])",
    ),
    answers(
        "deep-answer",
        "A task returns a hundred thousand lists, each in the next.",
        "__import__('functools').reduce(lambda inner, _: [inner], range(100_000), [])",
    ),
    answers("huge-number", "A task returns a whole number of a million digits.", "1 << 3_000_000"),
    answers("many-dimensions", "A task returns an array of 64 dimensions.", "np.zeros((1,) * 64)"),
    Animal(
        "fills-its-folder",
        "Its import, which may compute longer than a task, writes file after file, none of them too large, and waits.",
        handed_in(
            kata1(
                top="""
                import time

                BLOCK = bytes(1 << 23)
                for number in range(@BYTES@ >> 23):
                    with open(f"part{number}", "wb") as file:
                        file.write(BLOCK)
                time.sleep(4)
                """
            )
        ),
        must(kata1={Outcome.FORBIDDEN}),
        says=("it filled its folder",),
        flags=("forbidden",),
        bites=frozenset({Bite.TIME}),
    ),
    Animal(
        "digs-deep",
        "While imported, it makes three thousand folders, each in the one before: who removes them recurses too deep.",
        handed_in(
            kata1(
                top="""
                import os

                try:
                    for _ in range(3000):
                        os.mkdir("deep")
                        os.chdir("deep")
                except OSError:
                    pass
                """
            )
        ),
        must(kata1={*EARNED, Outcome.FORBIDDEN}),
        never_says=(CONFESSION, "recursion"),
    ),
    Animal(
        "recursion",
        "A task calls itself without end.",
        handed_in(kata1(predict="def predict(w, x):\n    return predict(w, x)")),
        must(predict=LOST),
        says=("recursion", "itself", "deep"),
    ),
    Animal(
        "recursion-without-limit",
        "A task lifts Python's limit of recursion and calls itself through C until the stack is full.",
        handed_in(
            kata1(
                predict="""
                def predict(w, x):
                    import sys

                    class Deep:
                        def __add__(self, other):
                            return sorted([1, 2], key=lambda _: self + other)

                    sys.setrecursionlimit(10**9)
                    return Deep() + 1
                """
            )
        ),
        must(predict=LOST),
        bites=frozenset({Bite.NOTHING}),
    ),
)
