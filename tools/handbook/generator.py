"""Sphinx turns pages into HTML, in a folder of its own."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from handbook.links import CLOSED, Links
from handbook.pages import Page, Part
from kata.course import CourseError

SETTINGS: dict[str, Any] = {
    "project": "Downhill",
    "html_title": "Downhill",
    "extensions": ["myst_parser"],
    "myst_gfm_only": True,  # Markdown as GitHub reads it, and nothing besides
    "myst_heading_anchors": 6,
    "smartquotes": False,
    "suppress_warnings": ["misc.highlighting_failure"],  # hints leave … in their code
    "html_theme": "furo",
    "html_static_path": [str(Path(__file__).parent / "static")],
    "html_css_files": ["handbook.css"],
    "html_js_files": ["handbook.js"],
    "html_favicon": str(Path(__file__).parent / "static" / "favicon.svg"),
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_copyright": False,
    "html_use_index": False,
    "html_domain_indices": False,
}
WARNING = re.compile(r"^(?P<path>.*?)(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): (?P<words>.*?)(?: \[[\w.]+\])?$")
BEFORE_PICTURES = 400  # Sphinx looks for a page's pictures, and at its list of pages, at 500


def generate(pages: Iterable[Page], links: Links, work: Path) -> tuple[Path, list[str]]:
    """Write the pages into `work` and build them there: the folder of the site, and what is wrong, in sentences.

    CourseError where Sphinx gives up.
    """
    texts = work / "texts"
    by_name = {page.name: page for page in pages}
    for page in by_name.values():
        path = texts / f"{page.name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    said = io.StringIO()
    out = work / "site"
    try:
        with patch_docutils(), docutils_namespace():
            settings = {**SETTINGS, "exclude_patterns": ["pictures"]}
            app = Sphinx(texts, None, out, work / "trees", "html", settings, None, said, warningiserror=False)
            rooms = _Rooms(by_name, links, texts)
            app.connect("doctree-read", rooms.read, BEFORE_PICTURES)
            app.connect("doctree-resolved", rooms.resolved)
            app.build(force_all=True)
    except SphinxError as error:
        raise CourseError(f"Sphinx could not build the site: {error}\n{_plain(said.getvalue())}".rstrip()) from error
    for name in ("objects.inv", ".buildinfo"):  # for other Sphinx sites, and for Sphinx itself
        (out / name).unlink(missing_ok=True)
    return out, [*rooms.wrong, *_sentences(said.getvalue(), texts, by_name)]


class _Rooms:
    """What is done to every page while Sphinx has it in its hands."""

    def __init__(self, pages: dict[str, Page], links: Links, texts: Path) -> None:
        self.pages = pages
        self.links = links
        self.texts = texts
        self.wrong: list[str] = []

    def read(self, app: Any, tree: Any) -> None:
        """Find the page's pictures in the repository, and hang the pages below it onto it."""
        page = self.pages[app.env.docname]
        for picture in list(tree.findall(nodes.image)):
            self._bring(page, picture)
        for part in page.parts:
            self._list(page, part, tree)
        if not page.searched:
            app.env.metadata[page.name]["nosearch"] = True

    def _bring(self, page: Page, picture: Any) -> None:
        link = unquote(picture["uri"])
        target = self.links.target(page, link)
        if target is None:
            self.wrong.append(f"{page.source}: the picture {link} lies elsewhere. Put it into the repository.")
            picture.parent.remove(picture)
        elif not target.file or target.file.partition("/")[0] == CLOSED:
            self.wrong.append(f"{page.source}: the picture {link} is not there to be shown. Mend its path.")
            picture.parent.remove(picture)
        else:
            copy = self.texts / "pictures" / target.file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.links.root / target.file, copy)
            picture["uri"] = f"/pictures/{target.file}"

    def _list(self, page: Page, part: Part, tree: Any) -> None:
        """The pages of a part: in the sidebar, and, below a session's page, at its end as well."""
        start = page.name == "index"
        names = list(part.names)
        toc = addnodes.toctree(
            "", parent=page.name, entries=[(self.pages[name].short or None, name) for name in names],
            includefiles=names, maxdepth=1, caption=part.caption if start else None, rawcaption=part.caption,
            glob=False, hidden=start, includehidden=False, numbered=0, titlesonly=True, reversed=False,
        )  # fmt: skip
        toc.document = tree
        place = next(tree.findall(nodes.section), tree)
        if not start:
            place += nodes.rubric("", part.caption)
        place += nodes.compound("", toc, classes=["toctree-wrapper"])

    def resolved(self, app: Any, tree: Any, name: str) -> None:
        """Every link that is meant for the repository leads to a page, to a file, or becomes plain text."""
        page = self.pages[name]
        for link in list(tree.findall(nodes.reference)):
            address = link.get("refuri", "")
            if not address or link.get("internal"):
                continue
            target = self.links.target(page, address)
            if target is None:
                continue
            if target.page:
                slugs = app.env.metadata[target.page].get("myst_slugs", {})
                anchor = slugs[target.anchor][1] if target.anchor in slugs else target.anchor
                begun = "" if target.page == name else app.builder.get_relative_uri(name, target.page)
                link["refuri"] = begun + (f"#{anchor}" if anchor else "")
            elif target.file and (where := self.links.address(target.file)):
                link["refuri"] = where
            elif target.file:
                link.replace_self(link.children)
            else:
                link.replace_self(link.children)
                self.wrong.append(
                    f"{page.source}: the link to {address} leads nowhere. Mend its path, or take the link out."
                )


def _sentences(said: str, texts: Path, pages: dict[str, Page]) -> list[str]:
    """Sphinx's warnings, about the files that people wrote."""
    found = []
    for line in _plain(said).splitlines():
        match = WARNING.match(line)
        if match is None:
            if line.strip():
                found.append(line)
            continue
        path = Path(match["path"])
        name = path.relative_to(texts).with_suffix("").as_posix() if path.is_relative_to(texts) else ""
        place = pages[name].source if name in pages else match["path"]
        where = f"{place}, line {match['line']}" if match["line"] else place
        found.append(f"{where}: {match['words']}")
    return found


def _plain(text: str) -> str:
    """Without the codes for colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", text)
