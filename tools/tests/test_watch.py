"""`kata watch` in a real terminal: keys go in, and the screens that a learner sees come out."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("pty")  # no Windows

from kata.course import Course
from kata.watch.saves import is_on_network, saves
from tests.terminal import Terminal

SOLVED = "    return x + x\n"


def environment(**more: str) -> dict[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    keep["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{keep['PATH']}"
    return {**keep, "PYTHONUTF8": "1", **more}


@pytest.fixture(params=["fork", "spare processes"])
def engine(request: pytest.FixtureRequest) -> dict[str, str]:
    """Both ways to a warm process: forking, and what systems without fork do."""
    return {"KATA_NO_FORK": "1"} if request.param != "fork" else {}


@pytest.fixture
def watching(toy: Path) -> Iterator[Terminal]:
    with Terminal([sys.executable, "-m", "kata", "watch"], toy, environment()) as terminal:
        terminal.until(verdict)
        yield terminal


def verdict(screen: str) -> bool:
    return bool(re.search(r"\d ms$", screen.partition("\n")[0]))


def steady(screen: str) -> str:
    """Without what differs from run to run: how long it took, and the day."""
    return re.sub(r"\d{8}-\d{6}", "DATE-TIME", re.sub(r" +\d+ ms", " N ms", screen))


def first_kata(toy: Path) -> Path:
    return toy / "exercises" / "week1" / "kata1_numbers.py"


def write_body(path: Path, task: str, body: str) -> None:
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition(f"def {task}(")
    before, _, after = rest.partition("    raise NotImplementedError\n")
    path.write_text(head + mark + before + body + after, encoding="utf-8")


def test_the_loop_of_a_learner(toy: Path, watching: Terminal, golden: Callable[[str, str, Path], None]) -> None:
    kata = first_kata(toy)
    stub = kata.read_text(encoding="utf-8")

    def see(name: str, words: str | Callable[[str], object]) -> None:
        golden(f"watch_{name}", steady(watching.until(words)), toy)

    see("stub", "not started")
    write_body(kata, "double", "    return x\n")
    see("wrong", "double is wrong")
    watching.press("h")
    see("hint", "Hint 1")
    watching.press("h")
    see("hint_again", "Hint 2")
    watching.press("\n")
    see("wrong", "double is wrong")
    watching.press("l")
    see("list", "Chance from a seed")
    kata.write_text(stub, encoding="utf-8")
    write_body(kata, "double", SOLVED)
    see("passed", "next: shift")
    write_body(kata, "shift", "    return [value + by for value in values]\n")
    see("kata_done", "2 of 2 tasks passed")
    watching.press("n")
    see("next", "0 of 1 task passed")
    watching.press("a")
    see("all", "2 of 3 tasks passed")
    watching.press("q")
    assert watching.ended() == 0
    assert "Traceback" not in watching.screen()


def test_reset_asks_and_keeps_a_copy(toy: Path, watching: Terminal, golden: Callable[[str, str, Path], None]) -> None:
    kata = first_kata(toy)
    watching.press("r")
    watching.until("there is nothing to reset")
    write_body(kata, "double", "    return x * 3  # mine\n")
    watching.until("double is wrong")
    mine = kata.read_bytes()
    watching.press("r")
    golden("watch_reset", steady(watching.until("A copy of your file is kept")), toy)
    watching.press("n")
    watching.until("Nothing was changed")
    assert kata.read_bytes() == mine
    watching.press("r")
    watching.until("A copy of your file is kept")
    watching.press("y")
    golden("watch_reset_done", steady(watching.until("is a stub again")), toy)
    assert [path.read_bytes() for path in (toy / ".kata" / "kept").iterdir()] == [mine]
    watching.press("\n")
    watching.until("not started")


def test_whatever_is_saved_the_watch_goes_on(toy: Path, engine: dict[str, str]) -> None:
    """Broken, endless, crashing in C, deleted, not text: each gets its verdict, and the next save is answered."""
    kata = first_kata(toy)
    stub = kata.read_text(encoding="utf-8")
    solved = stub.replace("    raise NotImplementedError\n", SOLVED, 1)
    bad = {
        "Python cannot read this line": solved.replace("return x + x", "return x +"),
        "a loop that never ends": solved.replace("return x + x", "while True:\n        pass"),
        "Python itself crashed": solved.replace("return x + x", "import ctypes\n    ctypes.string_at(0)"),
        "exit()": solved.replace("return x + x", "raise SystemExit"),
        "There is no file": None,
        "is missing from": "# nothing\n",
    }
    with Terminal([sys.executable, "-m", "kata", "watch", "kata1"], toy, environment(**engine)) as terminal:
        terminal.until("not started")
        for words, text in bad.items():
            if text is None:
                kata.unlink()
            else:
                kata.write_text(text, encoding="utf-8")
            assert "Traceback" not in terminal.until(words, 60)
            kata.write_text(solved, encoding="utf-8")
            terminal.until("next: shift", 60)
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_burst_of_saves_is_one_question(toy: Path, engine: dict[str, str]) -> None:
    """Each save stops the run before it; the last one is answered, though all the others would never end."""
    kata = first_kata(toy)
    stub = kata.read_text(encoding="utf-8")
    endless = stub.replace("    raise NotImplementedError\n", "    while True:\n        pass\n", 1)
    with Terminal([sys.executable, "-m", "kata", "watch", "kata1"], toy, environment(**engine)) as terminal:
        terminal.until("not started")
        begun = time.monotonic()
        for number in range(12):
            kata.write_text(f"{endless}# {number}\n", encoding="utf-8")
            time.sleep(0.1)
        kata.write_text(stub.replace("    raise NotImplementedError\n", SOLVED, 1), encoding="utf-8")
        screen = terminal.until("next: shift", 60)
        assert "never ends" not in screen
        if not engine:  # each of the twelve alone would have been stopped only after five seconds of computing
            assert time.monotonic() - begun < 30


def test_it_follows_what_is_saved_into_another_kata_and_how_editors_save(toy: Path, watching: Terminal) -> None:
    other = toy / "exercises" / "week1" / "kata2_chance.py"
    other.write_text(other.read_text(encoding="utf-8") + "# touched\n", encoding="utf-8")
    watching.until("watching week1/kata2_chance.py")
    kata = first_kata(toy)
    text = kata.read_text(encoding="utf-8").replace("    raise NotImplementedError\n", SOLVED, 1)
    draft = kata.with_name(".kata1_numbers.py.swp.py")  # saved by rename, as vim and many others do
    draft.write_text(text, encoding="utf-8")
    draft.replace(kata)
    watching.until("next: shift")
    with kata.open("w", encoding="utf-8") as file:  # emptied first, and written in two halves
        file.flush()
        time.sleep(0.05)
        file.write(text[:40])
        file.flush()
        time.sleep(0.05)
        file.write(text[40:].replace("x + x", "x"))
    watching.until("double is wrong")


def test_a_test_that_changes_is_read_anew(toy: Path, watching: Terminal) -> None:
    test = toy / "exercises" / "week1" / "test_kata1_numbers.py"
    write_body(first_kata(toy), "double", SOLVED)
    watching.until("next: shift")
    more = "\n\ndef test_double_is_asked_for_more():\n    assert double(1) == 3\n"
    test.write_text(test.read_text(encoding="utf-8") + more, encoding="utf-8")
    watching.until("is asked for more")


def test_ctrl_c_leaves_a_terminal_as_it_was(toy: Path) -> None:
    with Terminal([sys.executable, "-m", "kata", "watch"], toy, environment()) as terminal:
        terminal.until(verdict)
        terminal.press("\x03")
        assert terminal.ended() in (130, -signal.SIGINT)
        screen = terminal.screen()
        assert "Stopped. Nothing was lost." in screen and "Traceback" not in screen
        import termios

        assert termios.tcgetattr(terminal.inside)[3] == terminal.settings[3]


def test_a_progress_file_that_cannot_be_written_stops_nothing(toy: Path) -> None:
    (toy / ".kata").write_text("a file where the folder should be", encoding="utf-8")
    with Terminal([sys.executable, "-m", "kata", "watch"], toy, environment()) as terminal:
        terminal.until("not started")
        write_body(first_kata(toy), "double", SOLVED)
        terminal.until("next: shift")


def test_what_a_careless_user_types_is_answered_in_a_sentence(toy: Path, tmp_path: Path, kata: Callable) -> None:
    assert "is not inside a clone of the course" in kata(tmp_path, "watch").stderr
    assert "There is no week, kata or task called 'week9'" in kata(toy, "watch", "week9").stderr


@pytest.mark.parametrize("poll", [False, True])
def test_a_save_is_seen_with_and_without_help_from_the_system(tmp_path: Path, poll: bool) -> None:
    import threading

    stop = threading.Event()
    seen: list[Path] = []

    def look() -> None:
        for paths in saves(tmp_path, poll, stop):
            seen.extend(paths)

    thread = threading.Thread(target=look)
    thread.start()
    (tmp_path / ".stubs").mkdir()
    end = time.monotonic() + 20
    while not seen and time.monotonic() < end:
        (tmp_path / ".stubs" / "kata1.py").write_text(str(time.monotonic()), encoding="utf-8")
        (tmp_path / "notes.txt").write_text(str(time.monotonic()), encoding="utf-8")
        (tmp_path / "kata1.py").write_text(str(time.monotonic()), encoding="utf-8")
        time.sleep(0.2)
    stop.set()
    thread.join(20)
    assert set(seen) == {tmp_path / "kata1.py"}


def test_no_drive_here_needs_polling(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path)
    assert Course.find(Path(__file__).parents[2]).exercises.is_dir()
