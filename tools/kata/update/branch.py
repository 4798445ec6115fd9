"""What an update does to the learner's branch and index, worked out before anything is done.

Without commits of the learner the branch goes forward to the course's. With some, a commit with both for parents
has the course's files and the learner's katas. What they have staged of their own stays staged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kata.update.editions import InGit
from kata.update.repository import Blob, Repository


@dataclass(frozen=True)
class Move:
    """From one commit to another, or to a merge of both."""

    repository: Repository
    old: str
    new: str
    merge: Mapping[str, Blob] | None  # what the merge has besides the new version's files; None: no merge is needed
    index: Mapping[str, Blob | None]  # what changes in the index; None: is taken out


# Whether what git keeps at a path is a learner's work, and must stay in branch and index.
IsWork = Callable[[str, Blob], bool]
Tree = Mapping[str, Blob]  # path → file


@dataclass(frozen=True)
class Standing:
    """Where the learner's branch is, and what is staged."""

    head: str
    base: str  # the last commit that it has in common with the new version; "" where there is none
    tree: Tree
    index: Tree


def plan(repository: Repository, now: Standing, new: InGit, course_had: set[str], is_work: IsWork) -> Move:
    """course_had: the paths that the course had before."""
    merge = None if now.base == now.head else _merged(now.tree, new, is_work)
    return Move(repository, now.head, new.commit, merge, _index(now.index, new, course_had, merge or {}, is_work))


def _merged(mine: Tree, new: InGit, is_work: IsWork) -> dict[str, Blob]:
    """Of the learner's commits: katas that they edited, and files of their own."""
    return {path: blob for path, blob in mine.items() if new.blobs.get(path) != blob and is_work(path, blob)}


def _index(index: Tree, new: InGit, course_had: set[str], merge: Tree, is_work: IsWork) -> dict[str, Blob | None]:
    changes: dict[str, Blob | None] = {}
    for path, wanted in {**new.blobs, **merge}.items():
        staged = index.get(path)
        if staged == wanted or (staged and is_work(path, staged)):
            continue
        if staged or path in new.blobs:  # what the learner took out of their own files stays out
            changes[path] = wanted
    for path, staged in index.items():
        if path in course_had and path not in new.blobs and path not in merge and not is_work(path, staged):
            changes[path] = None
    return changes


def commit_of(move: Move, message: str) -> str:
    """The commit that the branch will be at. A merge is made for it, which no branch knows yet."""
    if move.merge is None:
        return move.new
    return move.repository.commit(move.new, move.merge, [move.old, move.new], message)


def carry_out(move: Move, commit: str, message: str) -> None:
    """The index, and last of all the branch."""
    move.repository.change_index(move.index)
    move.repository.move(move.old, commit, f"kata update: {message}")
