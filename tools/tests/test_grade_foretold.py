"""What a task need not ask one by one: methods and tabled answers are foretold, and many calls go together."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grade import foretold, wire
from grade.peer import Peer
from grade.remote import Line, RemoteKatas, Task
from kata import called, calls, each, overlay, tabled


class Judge(Peer):
    """The end that owns the objects. `asked`: what the other side has asked about them."""

    def __init__(self, pipe: int) -> None:
        super().__init__(pipe)
        self.asked: list[str] = []

    def do(self, request: dict[str, Any]) -> Any:
        self.asked.append(request["op"])
        return super().do(request)


class Worker(Peer):
    sends_copies = False
    trusts = True

    def __init__(self, pipe: int, task: Callable[..., Any]) -> None:
        super().__init__(pipe)
        self.task = task

    def do(self, request: dict[str, Any]) -> Any:
        return self.task(*request["args"]) if request["op"] == "task" else super().do(request)

    def serve(self) -> None:
        while True:
            try:
                request = self._receive()
            except wire.Gone:
                return
            self.answer(request)


@contextmanager
def worker_with(task: Callable[..., Any]) -> Iterator[Judge]:
    ours, theirs = socket.socketpair()
    serving = threading.Thread(target=Worker(theirs.fileno(), task).serve)
    serving.start()
    try:
        yield Judge(ours.fileno())
    finally:
        ours.close()
        serving.join()
        theirs.close()


def without_worker(*folders: Path) -> RemoteKatas:
    return RemoteKatas(folders, lambda: pytest.fail("no worker is needed"), 1, 1)


class Model:
    def __init__(self, factor: int) -> None:
        self.factor = factor

    def predict(self, x: int) -> int:
        return self.factor * x


def test_a_method_is_called_without_being_asked_for() -> None:
    with worker_with(lambda model: [model.predict(1), model.predict(2)]) as judge:
        assert judge.ask("task", args=(Model(7),)) == [7, 14]
    assert judge.asked == ["call", "call"]


def test_what_an_object_has_of_its_own_stands_before_its_method() -> None:
    model = Model(7)
    model.predict = lambda x: -x  # type: ignore[method-assign]
    with worker_with(lambda model: (model.predict(3), model.factor)) as judge:
        assert judge.ask("task", args=(model,)) == (-3, 7)
    assert judge.asked == ["get", "call", "get"]


def test_the_answers_of_a_tabled_function_are_there() -> None:
    group_of = tabled(lambda path: path.name[0], [Path("a1"), Path("b2")])
    with worker_with(lambda group_of, paths: list(map(group_of, paths))) as judge:
        assert judge.ask("task", args=(group_of, [Path("b2"), Path("a1"), Path("b2")])) == ["b", "a", "b"]
        assert not judge.asked
        assert judge.ask("task", args=(group_of, [Path("c3"), Path("a1")])) == ["c", "a"]
    assert judge.asked == ["call"]


def test_anything_else_is_asked_of_the_function_itself() -> None:
    """Also what is equal to one of the inputs and is of another type, and what can be looked up nowhere."""
    kinds = tabled(lambda one: type(one).__name__, [1, "x"])
    with worker_with(lambda kind_of: [kind_of(1), kind_of(True), kind_of(1.0), kind_of([1]), kind_of("x")]) as judge:
        assert judge.ask("task", args=(kinds,)) == ["int", "bool", "float", "list", "str"]
    assert judge.asked == ["call"] * 3


def test_a_tabled_function_is_called_like_any_other_here() -> None:
    seen = tabled(lambda one: 2 * one, range(3))
    assert [seen(one) for one in (1, 5)] == [2, 10]
    with pytest.raises(TypeError):
        seen(1, 2)  # type: ignore[call-arg]


class ToldByName:
    def __getattribute__(self, name: str) -> Any:
        return name

    def method(self) -> None: ...


def test_what_decides_for_itself_what_it_has_is_asked() -> None:
    assert foretold.about(Model(1))["methods"].keys() == {"predict"}
    assert not foretold.about(ToldByName())
    many = type("Many", (), {f"method_{number}": lambda self: None for number in range(foretold.METHODS + 1)})
    assert not foretold.about(many())


def test_a_worker_has_nothing_to_foretell() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send(theirs.fileno(), [wire.encode({"foretold": {1: {"answers": []}}}), wire.encode({"value": 1})])
        with pytest.raises(wire.WireError, match="nothing to foretell"):
            Line(ours.fileno(), without_worker(Path()))._receive()


def test_many_calls_are_logged_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "week1").mkdir()
    (tmp_path / "week1" / "kata1_x.py").write_text("def double(x, by=2):\n    return by * x\n", encoding="utf-8")
    monkeypatch.setattr(overlay, "current", overlay.Katas([tmp_path]))
    monkeypatch.syspath_prepend(str(tmp_path))
    calls.start()
    results = each(overlay.Task("week1.kata1_x", "double"), [(1000,), (2000,)], by=3)
    assert results == [3000, 6000]
    assert calls.log.text_for(results[1]) == "double(2000, by=3)"


def test_answers_to_many_calls_are_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    katas = without_worker(Path())
    task = Task(katas, "week1.kata1_x", "double", None, 0)
    for answer in ([1], (1, 2), None, {0: 1, 1: 2}):
        monkeypatch.setattr(katas, "ask", lambda *_, answer=answer, **__: answer)
        with pytest.raises(wire.WireError):
            task.each([(1,), (2,)], {})


def marked(numbers: list[int], mark: int) -> list[int]:
    """Changes what it is given, and gives it back."""
    numbers.append(mark)
    return numbers


def test_many_calls_of_what_a_task_has_made_go_together() -> None:
    many = [([1], 5), ([2, 3], 6)]
    with worker_with(lambda: marked) as judge:
        made = judge.ask("task", args=(), kwargs={})
        asked: list[str] = []
        ask = judge.ask
        judge.ask = lambda op, **more: asked.append(op) or ask(op, **more)  # type: ignore[method-assign,func-returns-value]
        found = called(made, iter(many))
        judge.ask = ask  # type: ignore[method-assign]
    assert asked == ["calls"]
    assert found == [([1, 5], ([1, 5], 5)), ([2, 3, 6], ([2, 3, 6], 6))]
    assert many == [([1], 5), ([2, 3], 6)]  # the worker has copies
    assert found[0][0] is found[0][1][0]  # what is one object there is one here
    assert called(marked, many) == found


def test_what_comes_of_many_calls_is_as_much_as_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with worker_with(lambda: marked) as judge:
        made = judge.ask("task", args=(), kwargs={})
        for answer in (None, [[1], 1], ([1], (([1], 5), 3)), ([1, 2], (([1], 5),)), ([1, 2], (([1], 5), ([2],)))):
            monkeypatch.setattr(judge, "ask", lambda *_, answer=answer, **__: answer)
            with pytest.raises(wire.WireError):
                called(made, [([1], 5), ([2], 6)])


def test_a_kata_that_was_not_handed_in_needs_no_worker(tmp_path: Path) -> None:
    """Its stubs are the course's own; what is no stub there is asked of a worker as ever."""
    stub = tmp_path / "stubs" / "week1" / "kata1_x.py"
    stub.parent.mkdir(parents=True)
    stub.write_text('def double(x):\n    """Twice x."""\n    raise NotImplementedError\n\n\ndef helper(): return 1\n')
    katas = without_worker(tmp_path / "mine", tmp_path / "stubs")
    assert overlay.stub_line(katas.get("week1.kata1_x", "double")) == 3
    with pytest.raises(pytest.fail.Exception, match="no worker"):
        katas.get("week1.kata1_x", "helper")
    mine = tmp_path / "mine" / "week1" / "kata1_x.py"
    mine.parent.mkdir(parents=True)
    mine.write_text(stub.read_text())
    katas = without_worker(tmp_path / "mine", tmp_path / "stubs")
    with pytest.raises(pytest.fail.Exception, match="no worker"):
        katas.get("week1.kata1_x", "double")
