"""Submissions that do not come to an end: in Python, in C, in a regular expression, at import, deaf to signals."""

from __future__ import annotations

from grade.results import Outcome
from grade.zoo.animal import LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, kata1

ENDLESS = LOST - {Outcome.WRONG, Outcome.NOT_STARTED}
SAYS_TIME = ("time", "second", "long", "end", "memory")


def endless(name: str, does: str, body: str, says: tuple[str, ...] = SAYS_TIME, time: bool = True) -> Animal:
    """A task that never answers; the others are honest, and keep their points."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    task = f"def predict(w, x):\n{lines}\n    return w * np.asarray(x)\n"
    bites = frozenset({Bite.TIME} if time else set())
    return Animal(name, does, handed_in(kata1(predict=task)), must(predict=ENDLESS), says=says, bites=bites)


ANIMALS = (
    endless("endless-loop", "A task loops in Python without end.", "while True:\n    pass"),
    endless(
        "endless-loop-that-catches-all",
        "A task loops without end, and catches whatever is raised to stop it.",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
    ),
    endless(
        "endless-in-c",
        "A task adds zeros without end in a single call of C, where no signal handler of Python's ever runs.",
        "from itertools import repeat\nsum(repeat(0))",
    ),
    endless("huge-power", "A task works out 7 to the power of 7 to the 11th.", "w = 7 ** 7 ** 11 % 10", time=True),
    endless(
        "endless-bytes",
        "A task compares two long texts with each other again and again, in C.",
        "from itertools import repeat\nall(map(bytes.__eq__, repeat(bytes(1 << 20)), repeat(bytes(1 << 20))))",
    ),
    endless(
        "endless-regular-expression",
        "A task matches a regular expression that backtracks for years.",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
    ),
    endless(
        "endless-sort",
        "A task asks for the largest of infinitely many numbers.",
        "from itertools import count\nmax(count(), key=lambda number: 0)",
    ),
    endless("sleeps", "A task sleeps for an hour.", "import time\ntime.sleep(3600)"),
    endless(
        "waits-for-itself",
        "A task waits for a lock that it holds itself.",
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    ),
    endless(
        "waits-for-a-pipe",
        "A task reads from a pipe of its own into which nobody writes.",
        "import os\nends = os.pipe()\nos.read(ends[0], 1)",
    ),
    endless(
        "deaf-to-signals",
        "A task blocks and ignores every signal that can be blocked, and sleeps for an hour.",
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\n"
        "for number in signal.valid_signals():\n    try:\n        signal.signal(number, signal.SIG_IGN)\n"
        "    except (OSError, ValueError):\n        pass\ntime.sleep(3600)",
    ),
    endless(
        "asks-its-reader",
        "A task calls input() and waits for an answer.",
        "input('Go on? ')",
        says=("input", "eof", "read", "type", "keyboard"),
        time=False,
    ),
    Animal(
        "endless-import",
        "It loops without end while it is imported.",
        handed_in(kata1(top="while True:\n    pass")),
        must(kata1=ENDLESS),
        says=SAYS_TIME,
        bites=frozenset({Bite.TIME}),
    ),
    Animal(
        "endless-import-in-c",
        "It adds zeros without end, in C, while it is imported, with every signal blocked.",
        handed_in(
            kata1(
                top="""
                import signal
                from itertools import repeat

                signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
                sum(repeat(0))
                """
            )
        ),
        must(kata1=ENDLESS),
        says=SAYS_TIME,
        bites=frozenset({Bite.TIME}),
    ),
    Animal(
        "endless-while-it-is-read",
        "The text of its answer, when somebody prints it, takes an hour.",
        handed_in(
            kata1(
                top="""
                class Slow:
                    def __repr__(self):
                        import time
                        time.sleep(3600)

                    __str__ = __repr__
                """,
                predict="def predict(w, x):\n    return Slow()",
            )
        ),
        must(predict=LOST),
        bites=frozenset({Bite.TIME}),
    ),
    Animal(
        "slow-but-honest",
        "Its answers are right, and each takes a tenth of a second.",
        handed_in(kata1(predict="def predict(w, x):\n    import time\n    time.sleep(0.1)\n    return w * x")),
        must(),
    ),
)
