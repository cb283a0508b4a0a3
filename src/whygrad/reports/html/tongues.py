"""Every language at once: a page holds each sentence in all of them, and shows the one that its reader chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from whygrad.reports.frame import harmless
from whygrad.reports.lesson import Block
from whygrad.reports.lesson_html import Code, written
from whygrad.reports.words import Words, languages, words
from whygrad.text import Text

_CODE = re.compile(r"`([^`\n]*)`")


def markup(sentence: str) -> str:
    """A sentence as HTML, its `code` set off.

    >>> markup("`a < b` holds")
    '<code>a &lt; b</code> holds'
    """
    return _CODE.sub(r"<code>\1</code>", escape(harmless(sentence.replace("\n", " ")), quote=False))


def plain(text: str) -> str:
    """Code or a name as HTML."""
    return escape(harmless(text))


class Tongues:
    """All languages, the reader's first.

    >>> Tongues(words("en")).html(Text("right"))
    '<span lang="en">right</span><span lang="pt-BR">certo</span>'
    """

    def __init__(self, first: Words) -> None:
        self.all = (first, *(words(language) for language in languages() if language != first.language))

    @property
    def first(self) -> Words:
        return self.all[0]

    @property
    def others(self) -> tuple[Words, ...]:
        return self.all[1:]

    def html(self, said: Text | str | Callable[[Words], str]) -> str:
        """A sentence in every language, of which the style sheet shows one; code and numbers, which are the same in all, as they are."""
        found = {language: markup(sentence) for language, sentence in self.each(said).items()}
        if len(set(found.values())) == 1:
            return next(iter(found.values()))
        return "".join(f'<span lang="{language}">{sentence}</span>' for language, sentence in found.items())

    def blocks(self, made: Callable[[Words], Iterable[Block]], code: Code = plain) -> str:
        """The blocks of a lesson, of which those that have words are there in every language."""
        found = []
        for row in zip(*(made(own) for own in self.all), strict=True):
            texts = {own.language: written(block, code) for own, block in zip(self.all, row, strict=True)}
            same = len(set(texts.values())) == 1
            found.append(texts[self.first.language] if same else "".join(f'<div lang="{own}">{text}</div>' for own, text in texts.items()))
        return "".join(found)

    def each(self, said: Text | str | Callable[[Words], str]) -> dict[str, str]:
        """The sentence by language: a `Text`, a marked string, or what is made of a language's words."""
        return {own.language: said(own) if callable(said) else own.say(said) for own in self.all}
