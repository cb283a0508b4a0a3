"""A picture as pixels: the SVG document, drawn by resvg with the fonts of the machine."""

from __future__ import annotations

import re
from functools import cache
from struct import pack
from zlib import crc32

from whygrad.text import Text, _

#: Pixels to a unit of the picture, so that small text is sharp; and the most pixels, so that a large picture is no mountain of memory.
SCALE, MOST_PIXELS = 2.0, 100_000_000
#: What says in the file that it is ours.
MARK = b"tEXtSoftware\0whygrad"
_HEADER = 33  # bytes of a PNG up to the end of its first part

_LIBRARY = Text(_("Pixels need the library `resvg-py`, which isn't installed."))
_HOW = Text(_("`pip install 'whygrad[png]'` installs it; `--svg` writes a picture without it."))
_FONTS = Text(
    _("I found no font on this machine, so the picture would have no text. Install one (Debian's package is `{package}`), or use `--svg`.")
)


class NoPixels(Exception):
    """The picture can't be made here; `texts` say why, and what to do."""

    def __init__(self, *texts: Text) -> None:
        self.texts = texts
        super().__init__(" ".join(text.english() for text in texts))


def pixels(svg: str) -> bytes:
    """An SVG document of ours as a PNG file, sharp unless it is very large. Raises NoPixels.

    >>> pixels('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise NoPixels(_LIBRARY, _HOW) from None
    if "<text" in svg and not _has_fonts():
        raise NoPixels(Text(_FONTS.template, {"package": "fonts-dejavu-core"}))
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    area = int(size[1]) * int(size[2]) if size else 1
    zoom = min(SCALE, (MOST_PIXELS / max(area, 1)) ** 0.5)
    try:
        return _marked(bytes(svg_to_bytes(svg_string=svg, zoom=zoom)))
    except ValueError as refused:
        raise NoPixels(Text(_("The library that draws pixels refused the picture: {words}."), {"words": str(refused)}), _HOW) from None


@cache
def _has_fonts() -> bool:
    """Does a letter leave a trace?"""
    from resvg_py import svg_to_bytes

    blank = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
    letter = '<text x="2" y="16" font-size="16" font-family="sans-serif">M</text>'
    return bytes(svg_to_bytes(svg_string=blank.format(letter))) != bytes(svg_to_bytes(svg_string=blank.format("")))


def _marked(png: bytes) -> bytes:
    """The file with the name of the program that made it, as the format provides for that."""
    return png[:_HEADER] + pack(">I", len(MARK) - 4) + MARK + pack(">I", crc32(MARK)) + png[_HEADER:]
