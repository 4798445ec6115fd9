"""The repository, with a room aside for what is being made.

Objects that are written go into a folder of their own, which knows the repository's; so whatever stops the work, and
wherever, leaves the repository as it was. `bring_in` moves what was made over, and `move_branches` moves the branches.
The user's checkout, index and HEAD are never touched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from kata.course import CourseError
from kata.update.repository import Blob, GitError, Repository


class Workshop(Repository):
    """The repository that `folder` lies in. room: an empty folder, which the caller takes away at the end."""

    def __init__(self, folder: Path, room: Path) -> None:
        super().__init__(folder)
        self.room = room
        self._aside: dict[str, str] = {}
        shared = folder / self.ask("rev-parse", "--git-path", "objects")
        objects = room / "objects"
        (objects / "info").mkdir(parents=True)
        (objects / "info" / "alternates").write_text(f"{shared.resolve().as_posix()}\n", encoding="utf-8")
        # No replaced objects: what is searched must be what is pushed. No locks: `git status` would write the index.
        self._aside = {
            "GIT_OBJECT_DIRECTORY": str(objects),
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_OPTIONAL_LOCKS": "0",
        }

    def _run(self, words: Iterable[str], data: bytes, extra: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        return super()._run(words, data, {**self._aside, **extra})

    # What it knows

    def commit_at(self, ref: str) -> str:
        """The commit that a ref names; "" where there is no such ref."""
        return self.ask("rev-parse", "-q", "--verify", f"{ref}^{{commit}}")

    def is_ancestor(self, old: str, new: str) -> bool:
        return self._run(["merge-base", "--is-ancestor", old, new], b"", {}).returncode == 0

    def commits(self, *tips: str) -> list[str]:
        return self.run("rev-list", *tips).decode().split()

    def shallow(self) -> set[str]:
        """The commits whose parents were left behind when the repository was cloned."""
        file = self.folder / self.ask("rev-parse", "--git-path", "shallow")
        return set(file.read_text(encoding="ascii").split()) if file.is_file() else set()

    def checked_out(self) -> dict[str, str]:
        """Branch → the folder in which it is checked out."""
        found, folder = {}, ""
        for line in os.fsdecode(self.run("worktree", "list", "--porcelain")).splitlines():
            word, _, rest = line.partition(" ")
            if word == "worktree":
                folder = rest
            elif word == "branch":
                found[rest.removeprefix("refs/heads/")] = folder
        return found

    # What is made

    def blobs_of(self, texts: Mapping[str, str]) -> dict[str, Blob]:
        """Each text as a file of git's, by the names that were given."""
        (self.room / "texts").mkdir(exist_ok=True)
        places = [self.room / "texts" / str(number) for number in range(len(texts))]
        for place, text in zip(places, texts.values(), strict=True):
            place.write_text(text, encoding="utf-8", newline="\n")
        asked = "".join(f"{place.as_posix()}\n" for place in places).encode()
        ids = self.run("hash-object", "-w", "--no-filters", "--stdin-paths", data=asked).decode().split()
        return {name: Blob("100644", one) for name, one in zip(texts, ids, strict=True)}

    def trees_of(self, *steps: Mapping[str, Blob]) -> list[str]:
        """The tree of the first files, that of those with the second over them, and so on."""
        index = {"GIT_INDEX_FILE": str(self.room / "index")}
        self.run("read-tree", "--empty", environment=index)
        trees = []
        for files in steps:
            if files:
                self.run("update-index", "-z", "--index-info", data=self._lines(files), environment=index)
            trees.append(self.run("write-tree", environment=index).decode().strip())
        return trees

    def commit_tree(self, tree: str, parents: Iterable[str], message: str) -> str:
        options = [word for parent in parents if parent for word in ("-p", parent)]
        return self.run("commit-tree", tree, *options, data=message.encode()).decode().strip()

    def check_author(self) -> None:
        """CourseError where git does not know who publishes."""
        if not (self.ask("var", "GIT_COMMITTER_IDENT") and self.ask("var", "GIT_AUTHOR_IDENT")):
            raise CourseError(
                'git does not know who you are, and a commit needs a name: git config user.name "Your Name", '
                "git config user.email you@example.org; then the same command again."
            )

    # What becomes of it

    def bring_in(self, commits: Iterable[str]) -> None:
        """Put what was made aside, as far as it belongs to these commits, into the repository."""
        ids = self.run("rev-list", "--objects", "--no-object-names", *commits, "--not", "--all")
        pack = self.run("pack-objects", "--stdout", "--quiet", data=ids)
        done = super()._run(["unpack-objects", "-q"], pack, {})
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise GitError(f"The repository could not be written, and no branch was changed. git says: {said}")

    def move_branches(self, moves: Mapping[str, tuple[str, str]], message: str) -> None:
        """Ref → (where it is, where it goes): all of them or none. GitError if one is no longer where it was."""
        lines = [f"update {ref} {new} {old or '0' * len(new)}\n" for ref, (old, new) in moves.items()]
        try:
            self.run("update-ref", "-m", message, "--stdin", data="".join(lines).encode())
        except GitError as error:
            raise GitError(f"No branch was changed. git says: {error}") from None
