"""Whether everything in the built pages leads somewhere, and nothing is asked of another machine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

LOADED = {
    "img": "src",
    "script": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
}
FOLLOWED = {"a": "href", "use": "href", "form": "action"}


def problems(site: Path, sources: dict[str, str]) -> list[str]:
    """A sentence for each link that leads nowhere. sources: page's name → the file that people edit."""
    parsed = {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }
    anchors = {name: set(_anchors(page)) for name, page in parsed.items()}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    found = []
    for name, page in parsed.items():
        source = sources.get(name.removesuffix(".html"), name)
        for link, loaded in _links(page):
            if said := _problem(name, link, loaded, anchors, files):
                found.append(f"{source}: {said}")
    return list(dict.fromkeys(found))


def _anchors(page: BeautifulSoup) -> Iterator[str]:
    for tag in page.find_all(id=True):
        yield str(tag["id"])
    for tag in page.find_all("a", attrs={"name": True}):
        yield str(tag["name"])


def _links(page: BeautifulSoup) -> Iterator[tuple[str, bool]]:
    """What the page leads to, and whether the browser loads it by itself."""
    for kinds, loaded in ((LOADED, True), (FOLLOWED, False)):
        for kind, attribute in kinds.items():
            for tag in page.find_all(kind, attrs={attribute: True}):
                yield str(tag[attribute]), loaded


def _problem(name: str, link: str, loaded: bool, anchors: dict[str, set[str]], files: set[str]) -> str:
    """What is wrong with a link on the page `name`; "" if nothing is."""
    parts = urlsplit(link)
    if parts.scheme == "data":
        return ""
    if parts.scheme or parts.netloc:
        return f"{link} is loaded from another machine. Put it into the repository." if loaded else ""
    path = unquote(parts.path)
    there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if there not in files and f"{there}/index.html" in files:
        there = f"{there}/index.html"
    if there not in files:
        return f"the link to {link} leads nowhere: the site has no {there}. Mend its path, or take the link out."
    anchor = unquote(parts.fragment)
    if anchor and there in anchors and anchor not in anchors[there]:
        return f"the link to {link} leads nowhere: no heading of {there} is called #{anchor}. Mend what follows the #."
    return ""
