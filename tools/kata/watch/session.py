"""`kata watch`: what happens when a file is saved, a key is pressed, or an answer comes."""

from __future__ import annotations

import hashlib
import importlib.util
import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from kata import hints, progress, stubs
from kata.ahead import heavy_modules
from kata.course import Course, CourseError, Kata, Task, Week
from kata.extras import EXTRAS, command_for
from kata.screen import Report, compose, line, near
from kata.verdict import State
from kata.warm import Answer, Job
from kata.watch import view as pages
from kata.watch.keys import listening
from kata.watch.live import Live
from kata.watch.saves import is_on_network, saves

SECONDS = 30.0  # until a run is given up
PATIENCE = 0.4  # seconds until "running" is shown
SETTLE = 0.15  # seconds that a file may be missing or empty while an editor saves it
ECHO = 0.5  # seconds in which the same text again is the same save


@dataclass(frozen=True)
class Saved:
    paths: frozenset[Path]


@dataclass(frozen=True)
class Pressed:
    key: str


@dataclass(frozen=True)
class Told:
    job: Job
    answer: Answer


Event = Saved | Pressed | Told


class Watch:
    """The state of the screen: which kata it is about, what was found last, which page is open."""

    def __init__(self, course: Course, kata: Kata, has_keys: bool, events: queue.Queue[Event]) -> None:
        self.course, self.kata, self.events = course, kata, events
        self._katas = _by_path(course)
        self.view = pages.View(has_keys)
        self.live: Live | None = None
        self.week = ""  # whose tests are warm
        self.whole = False  # whether the last question was about the whole week
        self.report: Report | None = None
        self.page: pages.Page = pages.text_page("Getting ready …")
        self.is_verdict = True  # whether the page is the last verdict, which a new one replaces
        self.question = ""
        self.asked_at = 0.0
        self.waiting = False
        self.took = ""
        self._seen: dict[Path, tuple[str, float]] = {}

    # --- what happens ---

    def begin(self) -> None:
        self.show()
        self.run()

    def handle(self, event: Event) -> bool:
        """Act on it; False when it is time to leave."""
        match event:
            case Saved(paths):
                self.saved(paths)
            case Told(job, answer):
                self.told(job, answer)
            case Pressed(key):
                return self.pressed(key)
        return True

    def saved(self, paths: frozenset[Path]) -> None:
        tests = [path for path in paths if path.name.startswith(("test_", "conftest"))]
        if tests:  # an update of the course, or somebody's own experiment
            self.read_course()
        if any(path.parent.name == self.week for path in tests):  # collect them anew
            self.stop()
        mine = [kata for path in sorted(paths) if (kata := self._katas.get(path.resolve()))]
        fresh = [kata for kata in mine if self._is_news(kata.path)]
        if fresh:
            self.whole = self.whole and any(kata.week == self.kata.week for kata in fresh) and self.kata in fresh
            self.kata = fresh[-1] if self.kata not in fresh else self.kata
        if fresh or not self.week:
            self.run()

    def read_course(self) -> None:
        """Look again at what there is to do, after an update."""
        self.course = Course(self.course.root)
        self._katas = _by_path(self.course)
        progress.fingerprints.cache_clear()
        self.kata = self.course.kata(self.kata.week, self.kata.name) or self.kata

    def _is_news(self, path: Path) -> bool:
        """Whether a file holds something else than at its last save, a moment ago. Waits for it to be whole."""
        end = time.monotonic() + SETTLE
        while not (text := _bytes_of(path)) and time.monotonic() < end:
            time.sleep(0.005)
        digest, now = hashlib.sha256(text).hexdigest(), time.monotonic()
        before, when = self._seen.get(path, ("", 0.0))
        self._seen[path] = digest, now
        return digest != before or now - when > ECHO

    def told(self, job: Job, answer: Answer) -> None:
        self.waiting = False
        self.took = f"{1000 * (time.monotonic() - self.asked_at):.0f} ms"
        if answer.fault:
            self.report = None
            self.turn_to(pages.text_page(_sentence(answer.fault), "", "Change the file, and save it: it runs again."))
            return
        self.report = Report(self.course, answer.verdicts, watched=True)
        try:
            self.report.newly_passed = progress.record(self.course, answer.verdicts)
        except OSError as error:
            self.report.note = f"Your progress cannot be written ({error.strerror}: {error.filename})."
        if self.report.to_fix:
            self.report.said = answer.said.get(self.report.to_fix.test, "")
        self.turn_to(self.verdict_page())

    def verdict_page(self) -> pages.Page:
        assert self.report
        lines = compose(self.report)
        following = self.next_kata()
        if self.report.to_fix is None and following:
            lines.append(line(("Next  ", "bold"), f"n: {following.week} {following.short}, {following.title}"))
        return pages.lines_page(lines)

    def pressed(self, key: str) -> bool:
        if self.question:
            self.question = ""
            if key.lower() == "y":
                self.reset()
            else:
                self.turn_to(pages.text_page("Nothing was changed."), is_verdict=False)
            return True
        match key.lower():
            case "q":
                return False
            case "h":
                self.hint()
            case "n":
                self.go_on()
            case "l":
                week = self.week_of(self.kata)
                self.turn_to(pages.list_page(self.course, week, progress.read(self.course.root)), is_verdict=False)
            case "a":
                self.whole = True
                self.run()
            case "r":
                self.ask_reset()
            case "\n" | "\r" | " ":
                if self.is_verdict or self.report is None:
                    self.run()
                else:
                    self.turn_to(self.verdict_page())
        return True

    # --- what is done about it ---

    def run(self) -> None:
        """Ask for the verdict on the kata, or on its whole week."""
        if self.kata.week != self.week:
            self.stop()
        if self.live is None:
            missing = self.missing_library()
            if missing:
                self.report = None
                self.turn_to(
                    pages.text_page(
                        f"{self.kata.week} needs {missing}, which is not installed here. Once, with a network:",
                        f"    {command_for(missing)}",
                    )
                )
                return
            self.week = self.kata.week
            tests = [kata.test_path for kata in self.week_of(self.kata).katas]
            self.live = Live(
                self.course.root,
                tests,
                lambda job, answer: self.events.put(Told(job, answer)),
            )
        self.asked_at, self.waiting, self.took = time.monotonic(), True, ""
        name = "" if self.whole else self.kata.name
        self.live.ask(Job(str(self.course.exercises), self.week, name, quick=True, seconds=SECONDS))

    def missing_library(self) -> str:
        tests = [kata.test_path for kata in self.week_of(self.kata).katas]
        wanted = {module.partition(".")[0] for module in heavy_modules(tests)} & set(EXTRAS)
        return next((name for name in sorted(wanted) if importlib.util.find_spec(name) is None), "")

    def stop(self) -> None:
        if self.live:
            self.live.close()
        self.live, self.week = None, ""

    def task(self) -> Task | None:
        """The task that the screen is about: the one to fix, or the first of the kata that has not passed."""
        failure = self.report.to_fix if self.report else None
        if failure and failure.task:
            kata = self.course.kata(failure.week, failure.kata) or self.kata
            return next((task for task in kata.tasks if task.name == failure.task), None)
        learned = progress.read(self.course.root)
        return next((task for task in self.kata.tasks if learned.state(self.course, task) is not State.PASSED), None)

    def hint(self) -> None:
        task = self.task()
        if task is None:
            self.turn_to(pages.text_page("All of it passes: there is nothing to hint at. n goes on."), is_verdict=False)
            return
        try:
            self.turn_to(pages.hint_page(task, hints.take(self.course, task)), is_verdict=False)
        except CourseError as problem:
            self.turn_to(pages.text_page(str(problem)), is_verdict=False)

    def next_kata(self) -> Kata | None:
        """The next kata with something to do, beginning after this one, and around to it."""
        learned = progress.read(self.course.root)
        katas = list(self.course.katas)
        here = katas.index(self.kata)
        for kata in [*katas[here + 1 :], *katas[:here]]:
            if any(learned.state(self.course, task) is not State.PASSED for task in kata.tasks):
                return kata
        return None

    def go_on(self) -> None:
        following = self.next_kata()
        if following is None:
            self.turn_to(pages.text_page("There is nothing else to do: every other kata has passed."), is_verdict=False)
            return
        self.kata, self.whole, self.report = following, False, None
        self.turn_to(pages.text_page(f"{following.week} {following.short}: {following.title} …"))
        self.run()

    def ask_reset(self) -> None:
        if not stubs.is_edited(self.course, self.kata):
            words = f"{near(self.kata.path)} is a stub of the course: there is nothing to reset."
            self.turn_to(pages.text_page(words), is_verdict=False)
            return
        self.question = "y: put the stub back. Any other key: leave it."
        words = f"Put the stub of {near(self.kata.path)} back? A copy of your file is kept."
        self.turn_to(pages.text_page(words), is_verdict=False)

    def reset(self) -> None:
        try:
            copy = stubs.reset(self.course, self.kata)
        except (CourseError, OSError) as problem:
            self.turn_to(pages.text_page(f"{problem}", "Nothing was changed."), is_verdict=False)
            return
        self.report = None  # it was about another text
        kept = f" What you had is in {near(copy)}." if copy else ""
        self._seen[self.kata.path] = hashlib.sha256(_bytes_of(self.kata.path)).hexdigest(), time.monotonic()
        self.turn_to(pages.text_page(f"{near(self.kata.path)} is a stub again.{kept}"), is_verdict=False)

    # --- what is seen ---

    def week_of(self, kata: Kata) -> Week:
        return next(week for week in self.course.weeks if week.name == kata.week)

    def turn_to(self, page: pages.Page, is_verdict: bool = True) -> None:
        self.page, self.is_verdict = page, is_verdict
        self.show()

    def show(self) -> None:
        what = self.kata.week if self.whole else f"{self.kata.week}/{self.kata.path.name}"
        self.view.show(f"watching {what}", "running …" if self.waiting else self.took, self.page, self.question)


def watch(course: Course, kata: Kata, poll: bool = False) -> None:
    """Watch until q or Ctrl-C."""
    events: queue.Queue[Event] = queue.Queue()
    stop = threading.Event()

    def follow() -> None:
        for paths in saves(course.exercises, poll or is_on_network(course.exercises), stop):
            events.put(Saved(frozenset(paths)))

    with listening(lambda key: events.put(Pressed(key))) as has_keys:
        session = Watch(course, kata, has_keys, events)
        threading.Thread(target=follow, daemon=True).start()
        try:
            session.begin()
            while _next(session, events):
                pass
        finally:
            stop.set()
            session.stop()


def _next(session: Watch, events: queue.Queue[Event]) -> bool:
    """Wait for something to happen, and act on it. Says in between that a run takes its time."""
    while session.waiting and (left := session.asked_at + PATIENCE - time.monotonic()) > 0:
        try:
            return session.handle(events.get(timeout=left))
        except queue.Empty:
            session.show()
    return session.handle(events.get())


def _by_path(course: Course) -> dict[Path, Kata]:
    return {kata.path.resolve(): kata for kata in course.katas}


def _sentence(fault: str) -> str:
    return f"{fault[:1].upper()}{fault[1:]}.".replace("..", ".")


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
