"""Where the new version comes from: the remote that a clone follows, or what `--from` names."""

from __future__ import annotations

import re
from pathlib import Path

from kata.course import CourseError
from kata.update.editions import Edition, InGit, in_folder, in_zip, is_course
from kata.update.repository import GitError, Repository, has_git

ADDRESS = re.compile(r"\w[\w+.-]*://|[\w.-]+@[\w.-]+:|[\w.-]{2,}:(?!\\)")  # https://…, git@host:…, host:…
OTHERWISE = "Without a network, another clone that is up to date will do: kata update --from FOLDER"


def repository_of(root: Path) -> Repository | None:
    """The repository whose working tree the course's folder is; None where it is none of its own."""
    if not has_git():
        if (root / ".git").exists():
            raise CourseError(
                "git is not installed here, or not to be found, and this clone needs it. "
                "Install it from https://git-scm.com, and type the command again."
            )
        return None
    repository = Repository(root)
    return repository if repository.top == root.resolve() else None


def check_state(repository: Repository) -> None:
    """CourseError where the clone is in the middle of something, or on no branch."""
    again = "then type the command again."
    if begun := repository.unfinished():
        raise CourseError(
            f"A {begun} was begun here and is not finished. `git {begun} --continue` finishes it, "
            f"`git {begun} --abort` gives it up; {again}"
        )
    if (repository.directory / "index.lock").exists():
        raise CourseError(
            f"Another git is at work in this clone. Wait for it, or if there is none, delete "
            f"{repository.directory / 'index.lock'}; {again}"
        )
    if not repository.head:
        raise CourseError(f'Nothing is committed here yet. Type `git add -A`, `git commit -m "My course"`; {again}')
    if not repository.branch:
        names = repository.ask("for-each-ref", "--format=%(refname:short)", "refs/heads").split()
        raise CourseError(
            f"This clone is on no branch (git calls it a detached HEAD). `git switch {(names or ['main'])[0]}` "
            f"goes to one; {again} A commit that you made meanwhile is kept by `git branch mine` before that."
        )
    if repository.setting("core.sparseCheckout") == "true":
        raise CourseError(f"Only a part of the course is checked out here: `git sparse-checkout disable`, {again}")


def find(repository: Repository | None, word: str, scratch: Path, remember: bool) -> Edition:
    """The version that is meant. CourseError where it is not to be had.

    word: what `--from` names; "" for what the clone follows. scratch: an empty folder. remember: see `fetch`.
    """
    edition = _named(repository, word, scratch, remember) if word else _followed(repository, remember)
    if not is_course(edition):
        raise CourseError(f"What {edition.name} holds is not this course. Name another place: kata update --from …")
    return edition


def _followed(repository: Repository | None, remember: bool) -> Edition:
    if repository is None:
        raise CourseError(
            "This folder was not cloned with git, so it does not know where the course comes from. "
            "Download the newest zip of the course, and type: kata update --from ITS-NAME.zip"
        )
    branch = repository.branch
    remote, ref = (repository.setting(f"branch.{branch}.{what}") for what in ("remote", "merge"))
    if remote in ("", "."):  # no upstream, or a branch of this very clone
        remotes = repository.remotes
        remote = "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""
        ref = "HEAD"
    if not remote:
        raise CourseError(
            "This clone does not say where the course comes from. Name the place: an address, a folder or a zip, as in "
            "kata update --from ../newer-course.zip"
        )
    return _fetched(repository, remote, ref, remember)


def _named(repository: Repository | None, word: str, scratch: Path, remember: bool) -> Edition:
    path = Path(word).expanduser()
    is_remote = repository is not None and word in repository.remotes
    is_address = not path.exists() and bool(ADDRESS.match(word))
    if is_address and word.endswith(".zip"):
        raise CourseError(f"Download {word} with a browser first; then name the file: kata update --from FILE.zip")
    if not (is_remote or is_address or path.exists()):
        raise CourseError(f"There is nothing at {word}. Name an address, a folder or a zip of the newer course.")
    if not (is_remote or is_address or (has_git() and _is_in_git(path))):
        return _unpacked(repository, path)
    if not has_git():
        raise CourseError("An address needs git, which is not installed here. Download the course as a zip instead.")
    if repository is None:
        scratch_repository = Repository(scratch)
        scratch_repository.run("init", "--quiet", "--bare", ".")
        return _fetched(scratch_repository, _absolute(word, path), "HEAD", remember=False)
    return _fetched(repository, word if is_remote else _absolute(word, path), "", remember)


def _absolute(word: str, path: Path) -> str:
    return str(path.resolve()) if path.exists() else word


def _is_in_git(path: Path) -> bool:
    """Whether a folder or file is something to fetch from: a clone, a bare repository, a bundle."""
    if path.is_file():
        with path.open("rb") as file:
            return file.read(16).startswith(b"# v") and path.suffix != ".zip"
    return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def _unpacked(repository: Repository | None, path: Path) -> Edition:
    if repository is not None and repository.remotes:
        raise CourseError(
            f"{path} has no history, and this clone has: they cannot be brought together. Type `kata update` alone, "
            "or name a clone of the newer course, which may be on this machine: kata update --from FOLDER"
        )
    return in_folder(path) if path.is_dir() else in_zip(path)


def _fetched(repository: Repository, address: str, ref: str, remember: bool) -> Edition:
    name = address
    try:
        if not ref:
            branch = repository.branch
            followed = repository.setting(f"branch.{branch}.merge").removeprefix("refs/heads/")
            ref = repository.branch_at(address, followed or branch)
        if ref != "HEAD":
            name = f"{ref.removeprefix('refs/heads/')} of {address}"
        return InGit(repository, repository.fetch(address, ref, remember), name)
    except GitError as error:
        if "find remote ref" in str(error):
            raise CourseError(
                f"{address} has no {ref.removeprefix('refs/heads/')} (any more). `git branch -r` lists what there is, "
                f"and `git branch --set-upstream-to={address}/NAME` follows one of them."
            ) from None
        raise CourseError(f"{name} cannot be reached: {error}. Nothing was changed. {OTHERWISE}") from None
