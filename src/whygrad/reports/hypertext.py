"""Lines of a report as HTML, for notebooks: in the colours that the notebook has for good and bad news, dark or light."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from io import StringIO

from rich.console import Console
from rich.style import Style
from rich.text import Text as Styled

#: How wide a report is set in a notebook.
WIDTH = 100
#: Colours of a terminal: JupyterLab's variable, VS Code's, and what stands out enough on white.
COLORS = {
    "red": ("--jp-error-color1", "--vscode-terminal-ansiRed", "#b91c1c"),
    "green": ("--jp-success-color0", "--vscode-terminal-ansiGreen", "#15803d"),
    "yellow": ("--jp-warn-color0", "--vscode-terminal-ansiYellow", "#92400e"),
    "blue": ("--jp-brand-color1", "--vscode-terminal-ansiBlue", "#1d4ed8"),
    "cyan": ("--jp-info-color0", "--vscode-terminal-ansiCyan", "#0e7490"),
}

_LETTERS = (
    "font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px); line-height: 1.35; overflow-x: auto"
)


def hypertext(lines: Iterable[Styled]) -> str:
    """The lines, in one element.

    >>> hypertext([Styled("a < b", style="bold red")]).partition(">")[2]
    '<span style="color: var(--jp-error-color1, var(--vscode-terminal-ansiRed, #b91c1c)); font-weight: bold">a &lt; b</span>\\n</pre>'
    """
    console = Console(file=StringIO(), width=10_000, color_system="standard", force_terminal=True)
    rows = []
    for line in lines:
        own = console.get_style(line.style)  # which rich leaves out of a line that has no other
        parts = [_part(segment.text, segment.style or own) for segment in line.render(console) if segment.text]
        rows.append("".join(parts).rstrip())
    text = "".join(f"{row}\n" for row in rows)
    return f'<pre style="{_LETTERS}">{text}</pre>'


def _part(text: str, style: Style) -> str:
    looks = [f"color: {color(style.color.name)}"] if style.color is not None and style.color.name in COLORS else []
    looks += ["font-weight: bold"] if style.bold else []
    looks += ["opacity: 0.75"] if style.dim else []
    return f'<span style="{"; ".join(looks)}">{escape(text)}</span>' if looks else escape(text)


def color(name: str) -> str:
    """A colour of the terminal, as CSS."""
    jupyter, vscode, plain = COLORS[name]
    return f"var({jupyter}, var({vscode}, {plain}))"
