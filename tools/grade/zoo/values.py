"""Submissions whose answers cannot be sent, kept, shown or compared without harm."""

from __future__ import annotations

from grade.zoo.animal import CONFESSION, LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, kata1


def returns(name: str, does: str, value: str, *bites: Bite, top: str = "", task: str = "predict") -> Animal:
    """A task returns this value, which is no right answer; the other tasks are honest."""
    text = f"def {task}(*args, **options):\n    return {value}\n"
    wrong = {task: LOST}
    return Animal(name, does, handed_in(kata1(top=top, **{task: text})), must(**wrong), bites=frozenset(bites))


PICKLED = f"""
class Pickled:
    def __reduce__(self):
        import os
        return os.system, ("echo '{CONFESSION}' > @OUTSIDE@/unpickled.txt",)
"""
HOSTILE = """
import os


class Hostile:
    def __getattribute__(self, name):
        os._exit(0)
"""

ANIMALS = (
    returns("lambda", "A task returns a function, which cannot be pickled.", "lambda: 1.0"),
    returns("generator", "A task returns a generator instead of an array.", "(w for w in [1.0])"),
    returns("module", "A task returns a module.", "np"),
    returns("open-file", "A task returns an open file.", "open(__file__)"),
    returns("set", "A task returns a set, which JSON has no word for.", "{1.0, 2.0}"),
    returns("not-a-number", "A task returns nan where there is a number.", "float('nan')", task="mse"),
    returns("object-array", "A task returns an array of objects.", "np.array([object(), None, {}], dtype=object)"),
    returns("record-array", "A task returns an array of records.", "np.zeros(5, dtype=[('a', 'f8'), ('b', 'O')])"),
    returns("dates", "A task returns dates.", "np.array(['2026-01-01'] * 5, dtype='datetime64[D]')"),
    returns("text-for-numbers", "A task returns the right numbers as text.", "[str(args[0] * one) for one in args[1]]"),
    returns("lone-surrogate", "A task returns a text that no encoding can write.", "'\\ud800' * 5"),
    returns("nul-in-text", "A task returns a text full of NUL and control characters.", "'\\x00\\x1b\\x07' * 5"),
    returns(
        "harmful-pickle",
        "A task returns an object that runs a command on whoever unpickles it.",
        "Pickled()",
        top=PICKLED,
    ),
    returns(
        "touch-and-exit",
        "A task returns an object that ends the process of whoever looks at one of its attributes.",
        "Hostile()",
        Bite.NOTHING,
        top=HOSTILE,
    ),
    returns(
        "repr-that-raises",
        "A task returns an object whose text raises KeyboardInterrupt.",
        "Sour()",
        Bite.LOSS,
        top="""
        class Sour:
            def __repr__(self):
                raise KeyboardInterrupt
        """,
    ),
    returns(
        "dict-with-a-trap",
        "A task returns a dict whose items cannot be listed.",
        "Trap(a=1)",
        Bite.LOSS,
        top="""
        class Trap(dict):
            def items(self):
                raise SystemExit(0)

            __iter__ = keys = values = __len__ = __repr__ = items
        """,
    ),
    returns(
        "array-with-a-trap",
        "A task returns an array subclass whose shape and dtype change each time they are asked for.",
        "np.zeros(5).view(Shifting)",
        top="""
        class Shifting(np.ndarray):
            shape = property(lambda self: (id(object()) % 97,))
            ndim = property(lambda self: 0)
            item = lambda self: self
        """,
    ),
    returns(
        "string-with-a-trap",
        "A task returns a text subclass whose methods end the process.",
        "Text('word')",
        Bite.NOTHING,
        top="""
        import os

        class Text(str):
            __repr__ = __str__ = __len__ = __format__ = __eq__ = encode = lambda self, *args: os._exit(0)
            __hash__ = str.__hash__
        """,
    ),
)
