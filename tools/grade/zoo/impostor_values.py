"""Submissions whose answers are not numbers but only pretend to be right; and ones that change what judges."""

from __future__ import annotations

from grade.zoo.animal import EARNED, EITHER, LOST, Animal, Bite, must
from grade.zoo.stage import handed_in, kata1, lazy1


def impostor(
    name: str, does: str, code: str, answer: str, plain: bool = False, flags: tuple[str, ...] = (), bites: bool = True
) -> Animal:
    """Every task gives the same answer."""
    tasks = {task: f"{task} = lambda *args, **options: {answer}" for task in ("predict", "mse", "gradient")}
    return Animal(
        name,
        does,
        handed_in(lazy1(top=code, **tasks, gradient_step=f"gradient_step = lambda *args, **options: {answer}")),
        must(kata1=LOST, kata2=EITHER if flags else EARNED),
        flags=flags,
        plain=plain,
        bites=frozenset({Bite.POINTS} if bites else set()),
    )


ANIMALS = (
    impostor(
        "always-equal-float",
        "Its answers are a float that says it is equal to everything.",
        """
        class Yes(float):
            def __eq__(self, other):
                return True

            def __ne__(self, other):
                return False

            __hash__ = float.__hash__
            __array__ = None
        """,
        "Yes(0.0)",
        plain=True,
    ),
    impostor(
        "always-equal-object",
        "Its answers are an object that is equal to everything, and whose every attribute is itself.",
        """
        class Yes:
            def __getattr__(self, name):
                if name.startswith("__array"):
                    raise AttributeError(name)
                return self

            def __call__(self, *args, **options):
                return self

            def __bool__(self):
                return True

            __eq__ = __le__ = __ge__ = __lt__ = __gt__ = __contains__ = lambda self, other: True
            __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __add__ = __radd__ = lambda self, *other: self
            __hash__ = object.__hash__
        """,
        "Yes()",
        plain=True,
    ),
    impostor(
        "array-that-answers-for-numpy",
        "Its answers are an array subclass whose __array_function__ says True to every question of NumPy's.",
        """
        class Yes(np.ndarray):
            def __array_function__(self, function, types, args, options):
                return True

            def __eq__(self, other):
                return True
        """,
        "np.zeros(()).view(Yes)",
        plain=True,
    ),
    impostor(
        "array-that-answers-for-ufuncs",
        "Its answers are an array subclass whose __array_ufunc__ makes every comparison true.",
        """
        class Yes(np.ndarray):
            def __array_ufunc__(self, function, method, *inputs, **options):
                return np.ones(max((np.shape(one) for one in inputs), key=len), bool)
        """,
        "np.zeros(()).view(Yes)",
        plain=True,
    ),
    impostor(
        "masked-array",
        "Its answers are masked arrays in which everything is masked, which compare as equal with anything.",
        "",
        "np.ma.masked_all(6) if np.ndim(args[1]) and len(args) == 2 else np.ma.masked",
        plain=True,
        bites=False,
    ),
    impostor(
        "number-that-looks-up-the-answer",
        "Its answers are numbers that, when asked for their value, walk up the stack to the value that is wanted.",
        """
        import sys

        def wanted():
            frame = sys._getframe(1)
            while frame is not None:
                if frame.f_locals.get("want") is not None:
                    return frame.f_locals["want"]
                frame = frame.f_back

        class Chameleon(float):
            def __float__(self):
                return float(wanted())

            def __array__(self, dtype=None, copy=None):
                return np.array(wanted(), dtype=dtype)
        """,
        "Chameleon(0.0)",
    ),
    impostor(
        "false-tensor",
        "Its answers have the methods of a torch tensor, and turn into what is wanted when read.",
        """
        import sys

        class Tensor:
            dtype = "torch.float32"
            detach = cpu = lambda self: self

            def numpy(self):
                frame = sys._getframe(1)
                while frame is not None:
                    if frame.f_locals.get("want") is not None:
                        return frame.f_locals["want"]
                    frame = frame.f_back

            def __mul__(self, other):
                return self
        """,
        "Tensor()",
    ),
    impostor(
        "lying-class",
        "Its answers say that their class is float, and are equal to everything.",
        """
        class Liar:
            __class__ = property(lambda self: float)
            __eq__ = __le__ = __ge__ = lambda self, other: True
            __hash__ = object.__hash__
            __sub__ = __rsub__ = __mul__ = __rmul__ = lambda self, other: self
            __abs__ = lambda self: self
        """,
        "Liar()",
        plain=True,
    ),
    impostor(
        "patched-numpy",
        "It replaces NumPy's comparisons by ones that find everything close.",
        """
        np.allclose = np.array_equal = lambda *args, **options: True
        np.isclose = lambda a, b, **options: np.ones(np.shape(b), bool)
        np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **options: None
        """,
        "0.0 * args[1] if len(args) == 2 else 0.0",
        flags=("patched-library",),
    ),
    impostor(
        "patched-builtins",
        "It replaces the builtin `abs`, so that every difference is 0, and NumPy's with it.",
        """
        import builtins

        builtins.abs = np.abs = np.absolute = lambda *args, **options: 0.0
        np.isclose = lambda a, b, **options: np.ones(np.shape(b), bool)
        """,
        "0.0 * args[1] if len(args) == 2 else 0.0",
        flags=("patched-library",),
    ),
    impostor(
        "patched-generators",
        "It replaces NumPy's random generators by one that only draws zeros, so that zeros are right answers.",
        """
        class Zeros:
            def __getattr__(self, name):
                return lambda *args, size=None, **options: np.zeros(size or ())

        np.random.default_rng = lambda seed=None: Zeros()
        np.random.seed = lambda seed=None: None
        np.random.rand = np.random.randn = lambda *shape: np.zeros(shape)
        """,
        "0.0 * args[1] if len(args) == 2 else args[0] if options else 0.0",
        plain=True,
        flags=("patched-library",),
    ),
    Animal(
        "mutated-inputs",
        "Its answers are right, and its first task fills the inputs with zeros once it has used them.",
        handed_in(
            kata1(
                predict="""
                def predict(w, x):
                    answer = w * x
                    x[:] = 0
                    return answer
                """
            )
        ),
        must(predict=EITHER),
        flags=("changed-input",),
        bites=frozenset({Bite.LOSS}),
    ),
)
