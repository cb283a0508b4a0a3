"""What MkDocs calls while it builds the site (`hooks` in mkdocs.yml): pages that are made, and links that lead out of `docs/`."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tools.site.commands import commands
from tools.site.gallery import gallery
from tools.site.made import Made
from tools.site.misconceptions import misconceptions

ROOT = Path(__file__).parents[2]
#: Files of the repository that belong to the site, though they don't stand in `docs/`: what they are called there.
BORROWED = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "making-benchmarks.md",
    "tests/corpus/README.md": "corpus.md",
    "src/whygrad/reports/whygrad-1.schema.json": "whygrad-1.schema.json",
    "src/whygrad/reports/whygrad-circuit-1.schema.json": "whygrad-circuit-1.schema.json",
}
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what the build makes."""
    borrowed = [Made(own, (ROOT / source).read_text(encoding="utf-8")) for source, own in BORROWED.items()]
    for made in (*gallery(), *misconceptions(), commands(), *borrowed):
        files.append(File.generated(config, made.path, content=made.content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links to files of the repository, as links of the site; to what has no page there, as text."""
    if "gallery/" in page.file.src_uri or "misconceptions/" in page.file.src_uri:
        return markdown
    source = next((source for source, own in BORROWED.items() if own == page.file.src_uri), f"docs/{page.file.src_uri}")
    return _LINK.sub(partial(_relinked, source, page.file.src_uri), markdown)


def _relinked(source: str, own: str, link: re.Match[str]) -> str:
    text, target, anchor = link[1], link[2], link[3] or ""
    meant = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    if meant.startswith("docs/"):
        there = meant.removeprefix("docs/")
    elif meant in BORROWED:
        there = BORROWED[meant]
    else:
        return text
    return f"[{text}]({posixpath.relpath(there, posixpath.dirname(own) or '.')}{anchor})"
