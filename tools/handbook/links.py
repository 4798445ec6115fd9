"""What a link means on the site: another page of it, a file of the repository, or a place elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handbook.pages import Page

CLOSED = "solutions"  # nothing in there is shown, and nothing links there


@dataclass(frozen=True)
class Target:
    """Where a link leads: `page` is a page's name, `file` a path in the repository. Both "" where it leads nowhere."""

    page: str = ""
    file: str = ""
    anchor: str = ""


class Links:
    """The links of all pages."""

    def __init__(self, root: Path, pages: Iterable[Page], repository: str = "") -> None:
        """repository: where the repository's files are to be read, https://…/blob/main; "" if nowhere."""
        self.root = root
        self.repository = repository.rstrip("/")
        self.by_source = {page.source: page.name for page in pages}

    def target(self, page: Page, link: str) -> Target | None:
        """Where a link on a page leads, or None where it leads out of the repository, to an address of its own."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            return Target(page=page.name, anchor=parts.fragment)
        path = unquote(parts.path)
        begun = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(page.source), path)
        found = posixpath.normpath(begun)
        for source in (found, posixpath.join(found, "README.md")):
            if source in self.by_source:
                return Target(page=self.by_source[source], anchor=parts.fragment)
        inside = found.partition("/")[0] != ".." and (self.root / found).exists()
        return Target(file=found) if inside else Target()

    def address(self, file: str) -> str:
        """Where a file of the repository can be read; "" if nowhere, or if learners should not."""
        closed = file.partition("/")[0] == CLOSED
        return "" if closed or not self.repository else f"{self.repository}/{file}"
