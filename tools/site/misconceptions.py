"""The misconceptions: a page each, in both languages, of what the rules say of themselves; and the lists of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tools.site.made import Made
from whygrad.checking.rules import PAGES
from whygrad.checking.rules.rule import Example, Page
from whygrad.reports.words import Words, words
from whygrad.text import Text, _

#: Folder by language.
FOLDERS = {"en": "misconceptions", "pt-BR": "misconceptions/pt-BR"}
TITLES = {"en": "Misconceptions", "pt-BR": "Equívocos"}
LEADS = {
    "en": "The mistakes that whygrad knows by name, each with what goes wrong, why good people do it, and an example. The same pages are "
    "printed by `whygrad explain CODE`. [Em português](pt-BR/index.md).",
    "pt-BR": "Os erros que o whygrad conhece pelo nome: o que dá errado, por que gente boa faz isso e um exemplo. As mesmas páginas "
    "aparecem com `whygrad explain CÓDIGO`. [In English](../index.md).",
}


def misconceptions() -> Iterator[Made]:
    """The list and the pages, in every language."""
    for language, folder in FOLDERS.items():
        said = words(language)
        rows = "\n".join(f"- [`{page.code}` {page.slug}]({page.slug}.md): {said.say(page.title)}." for page in PAGES.values())
        yield Made(f"{folder}/index.md", _in(language, f"# {TITLES[language]}\n\n{LEADS[language]}\n\n{rows}\n"))
        for page in PAGES.values():
            yield Made(f"{folder}/{page.slug}.md", _in(language, _page(page, said)))


def _in(language: str, text: str) -> str:
    """A page in another language than the site's says so, for those who have it read to them."""
    return text if language == "en" else f'<div lang="{language}" markdown>\n\n{text}\n</div>\n'


def _page(page: Page, said: Words) -> str:
    """The same parts as `whygrad explain` prints."""
    parts = [f"# {said.say(page.title)}\n", f"`{page.code}` · `{page.slug}`\n"]
    for heading, text in (
        (_("What goes wrong"), page.what),
        (_("Why people do it"), page.why),
        (_("How I recognise it"), page.recognised),
        (_("A nudge"), page.hint),
        (_("What to remember"), page.remedy),
    ):
        parts.append(f"## {said.say(heading)}\n\n{_escaped(said.say(text))}\n")
    for number, example in enumerate(page.examples, 1):
        heading = said.say(Text(_("Example {number}: wrong (-) and right (+)"), {"number": number}))
        parts.append(f"## {heading}\n\n```diff\n{_diff(example)}\n```\n")
    return "\n".join(parts)


def _escaped(text: str) -> str:
    """Prose, in which only the code in backticks is marked up: a `*` stands for itself."""
    parts = text.split("`")
    for k in range(0, len(parts), 2):
        for sign in "\\*_<[":
            parts[k] = parts[k].replace(sign, f"\\{sign}" if sign != "<" else "&lt;")
    return "`".join(parts)


def _diff(example: Example) -> str:
    lines = difflib.ndiff(example.wrong.splitlines(), example.right.splitlines())
    return "\n".join(line.rstrip() for line in lines if not line.startswith("?"))
