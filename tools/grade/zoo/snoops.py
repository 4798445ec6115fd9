"""Submissions that read what is not theirs: tests, solutions, other submissions, frames, memory, the environment."""

from __future__ import annotations

from textwrap import indent

from grade.zoo.animal import CONFESSION, EITHER, LOST, SECRET, Animal, Bite, must
from grade.zoo.stage import TASKS1, handed_in, kata1, lazy1


def confesses(name: str, does: str, body: str, bites: bool = True, needs: str = "") -> Animal:
    """A task that tries something. If it can, it says so in an error; if not, its answer is right."""
    task = f"""def predict(w, x):
    done = None
    try:
{indent(body, " " * 8)}
    except Exception:
        done = None
    if done:
        raise RuntimeError("{CONFESSION}: " + str(done)[:80])
    return w * np.asarray(x)
"""
    return Animal(
        name,
        does,
        handed_in(kata1(predict=task)),
        must(predict=EITHER),
        bites=frozenset({Bite.DEED} if bites else set()),
        needs=needs,
    )


ANIMALS = (
    Animal(
        "reads-the-tests",
        "It runs the tests beside it with recorders for tasks, and answers with the values that they want.",
        handed_in(
            lazy1(
                top="""
                import re
                from pathlib import Path

                WANTS = {"predict": [], "mse": [], "gradient": [], "gradient_step": []}

                def snoop():
                    for path in sorted(Path(__file__).parent.glob("*test_kata1*.py"), reverse=True):
                        text = re.sub(r"^from (kata|week2)\\b.*", "", path.read_text(encoding="utf-8"), flags=re.M)
                        space = {}
                        slots = []

                        def recorder(task):
                            def record(*args, **options):
                                slots.append(task)
                                return float(len(slots))
                            return record

                        def expect(got, want, **options):
                            for one in [want] if len(slots) == 1 or not isinstance(want, list) else want:
                                WANTS[slots[-1]].append(one)
                            slots.clear()

                        space.update({task: recorder(task) for task in WANTS}, expect=expect)
                        exec(text, space)
                        for name, test in list(space.items()):
                            if name.startswith("test_"):
                                test()

                try:
                    snoop()
                except Exception:
                    pass
                """,
                **{task: f"def {task}(*args, **options):\n    return WANTS['{task}'].pop(0)\n" for task in TASKS1},
            )
        ),
        must(kata1=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    Animal(
        "reads-the-solutions",
        "It looks for the reference solution on disk, and runs that.",
        handed_in(
            lazy1(
                bottom="""
                try:
                    with open("@COURSE@/solutions/week2/kata1_gradient_descent.py", encoding="utf-8") as file:
                        exec(file.read())
                except Exception:
                    pass
                """
            )
        ),
        must(kata1=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    Animal(
        "copies-from-the-zoo",
        "It takes its answers from the grader's own zoo, where honest ones are kept.",
        handed_in(
            lazy1(
                bottom="""
                try:
                    from grade.zoo.stage import kata1

                    exec(kata1())
                except Exception:
                    pass
                """
            )
        ),
        must(kata1=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    Animal(
        "reads-the-neighbour",
        "It reads the submission of somebody else, and hands that in.",
        handed_in(
            lazy1(
                bottom="""
                try:
                    with open("@OUTSIDE@/exercises/week2/kata1_gradient_descent.py", encoding="utf-8") as file:
                        exec(file.read())
                except Exception:
                    pass
                """
            )
        ),
        must(kata1=LOST),
        bites=frozenset({Bite.POINTS}),
    ),
    confesses(
        "reads-the-hidden-tests",
        "It opens the hidden tests where the course keeps them.",
        "done = open('@COURSE@/solutions/week2/hidden_test_kata1.py', encoding='utf-8').read()",
    ),
    confesses(
        "lists-the-solutions",
        "It lists the folder of the solutions.",
        "import os\ndone = os.listdir('@COURSE@/solutions/week2')",
    ),
    confesses(
        "reads-frames",
        "It walks up the stack and reads the variables of the test that called it.",
        "import sys\nframe = sys._getframe()\n"
        "while frame is not None and not done:\n    done = 'LOPSIDED_Y' in frame.f_globals and 'the targets'\n"
        "    frame = frame.f_back",
    ),
    confesses(
        "scans-memory-for-tests",
        "It looks among all living objects for functions of a test module.",
        "import gc, types\ndone = [thing.__name__ for thing in gc.get_objects() "
        "if isinstance(thing, types.FunctionType) and thing.__name__.startswith('test_mse')]",
    ),
    confesses(
        "reads-parent-memory",
        "It opens the memory of its parent process and reads the first page.",
        "import os\nplace = f'/proc/{os.getppid()}/'\n"
        "start = int(open(place + 'maps').readline().partition('-')[0], 16)\n"
        "memory = open(place + 'mem', 'rb')\nmemory.seek(start)\ndone = memory.read(64)",
        needs="ptrace",
    ),
    confesses(
        "writes-parent-memory",
        "It opens the memory of its parent process for writing (and writes nothing).",
        "import os\ndone = open(f'/proc/{os.getppid()}/mem', 'r+b', buffering=0)",
        needs="ptrace",
    ),
    confesses(
        "reads-the-environment",
        "It looks for the grader's secrets in its environment.",
        f"import os\ndone = os.environ.get('{SECRET}')\ndone = done or '{SECRET}' in open('/proc/self/environ').read()",
    ),
    confesses(
        "reads-the-parents-environment",
        "It looks for the grader's secrets in the environment of its parent.",
        f"import os\ndone = '{SECRET}' in open(f'/proc/{{os.getppid()}}/environ').read()",
    ),
    confesses(
        "reads-command-lines",
        "It reads from /proc how its parent was started.",
        "import os\ndone = open(f'/proc/{os.getppid()}/cmdline').read()",
    ),
    confesses(
        "reads-the-passwords",
        "It reads the system's list of users.",
        "done = open('/etc/passwd').read()",
    ),
)
