"""The page's own HTML: what stands where, its buttons and headings in every language."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from json import dumps

from whygrad.reports.html.tongues import Tongues, plain
from whygrad.reports.html.wording import SPOKEN
from whygrad.reports.plates import ABOUT_MAPS, ABOUT_SUMMARIES
from whygrad.text import Text, _

#: Nothing may be loaded, from anywhere; no script runs but those that are written here.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src data: {scripts}"
START = 'import "whygrad/page";'

#: Buttons: what they do, their sign as a path in a square of 16, and their name.
STEPS = (
    ("start", "M3 3v10M13 3L6 8L13 13z", _("To the beginning")),
    ("back", "M11 3L4 8L11 13z", _("One step back")),
    ("play", "M4 3L12 8L4 13z", _("Play")),
    ("forward", "M5 3L12 8L5 13z", _("One step on")),
    ("end", "M13 3v10M3 3L10 8L3 13z", _("To the end")),
)
ZOOM = (
    ("smaller", "M3 8h10", _("Smaller")),
    ("fit", "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", _("As it fits")),
    ("larger", "M3 8h10M8 3v10", _("Larger")),
)
KEYS = (
    ("→ ←", _("one step on, one back")),
    ("Home End", _("to the beginning, to the end")),
    ("Space", _("play and stop")),
    ("Tab", _("to the next gate, button or place in the code")),
    ("Enter", _("opens or closes a box, chooses an input or a gate")),
    ("Esc", _("lets go of what was chosen")),
    ("↑ ↓ → ←", _("in the code: from place to place")),
)


@dataclass(frozen=True)
class Parts:
    """What a page is filled with; all of it HTML but `file`, `title` and `circuit`."""

    file: str
    title: dict[str, str]
    circuit: Text | None
    picture: str
    taken: str
    beyond: str  # that the page doesn't hold every box
    notes: str  # on what it is the circuit of
    code: str
    targets: str
    findings: str
    checked: bool
    is_wrong: bool
    data: str
    maps: str
    has_summaries: bool
    modules: dict[str, str]
    style: str


def filled(parts: Parts, tongues: Tongues) -> str:
    """The whole document."""
    own = tongues.first.language
    imports = dumps({"imports": {f"whygrad/{name}": address for name, address in parts.modules.items()}})
    policy = POLICY.format(scripts=" ".join(map(_fingerprint, (imports, START))))
    body = [
        *_body(parts, tongues),
        f'<script type="importmap">{imports}</script>',
        f'<script type="module">{START}</script>',
    ]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="generator" content="whygrad">'
        f"<title>{escape(parts.title[own])}</title><style>{parts.style}{_one_language(tongues)}</style>"
    )
    written = "\n".join(filter(None, body))
    return f'<!doctype html>\n<html lang="{own}" data-theme="auto"><head>{head}</head>\n<body>\n{written}\n</body></html>\n'


def fragment(parts: Parts, tongues: Tongues) -> str:
    """What stands in the document, as one element to put anywhere, with its style; its scripts are left out."""
    written = "\n".join(filter(None, _body(parts, tongues)))
    style = f"{parts.style}{_one_language(tongues)}"
    return f'<style>{style}</style><div class="whygrad" lang="{tongues.first.language}" data-theme="auto">{written}</div>'


def _one_language(tongues: Tongues) -> str:
    """Of each sentence, the language that is chosen is shown."""
    return "".join(f':root[lang="{words.language}"] [lang]:not([lang="{words.language}"]){{display:none}}' for words in tongues.all)


def _body(parts: Parts, tongues: Tongues) -> list[str]:
    is_whole = parts.circuit is not None
    return [
        f'<a class="skip" href="#code">{tongues.html(_("To the code"))}</a>',
        _header(parts, tongues),
        f'<main class="{"checked" if is_whole and parts.checked else "shown"}">',
        _circuit(parts, tongues) if is_whole else "",
        _findings(parts, tongues),
        _beside(parts, tongues) if is_whole else _code(parts, tongues),
        "</main>",
        '<div id="live" class="unseen" aria-live="polite"></div>',
        f'<svg class="maps" aria-hidden="true"><defs>{parts.maps}</defs></svg>' if parts.maps else "",
        f'<script type="application/json" id="data">{parts.data}</script>',
    ]


def _fingerprint(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _header(parts: Parts, tongues: Tongues) -> str:
    spoken = "".join(f'<option value="{words.language}">{escape(words.say(_("English")))}</option>' for words in tongues.all)
    themes = "".join(
        f'<option value="{key}" data-words="{key}">{escape(tongues.first.say(SPOKEN[key]))}</option>' for key in ("auto", "light", "dark")
    )
    return (
        f'<header><h1>whygrad <code>{plain(parts.file)}</code></h1><div class="settings">'
        f'<label>{tongues.html(_("Language"))} <select id="language">{spoken}</select></label>'
        f'<label>{tongues.html(_("Colours"))} <select id="theme">{themes}</select></label></div></header>'
    )


def _buttons(tongues: Tongues, buttons: tuple[tuple[str, str, str], ...]) -> str:
    found = ""
    for do, sign, text in buttons:
        pressed = ' aria-pressed="false"' if do == "play" else ""
        icon = f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="{sign}"/></svg>'
        found += f'<button type="button" data-do="{do}"{pressed}>{icon}<span class="unseen">{tongues.html(text)}</span></button>'
    return found


def _circuit(parts: Parts, tongues: Tongues) -> str:
    assert parts.circuit is not None
    first = tongues.first
    legend = [
        f'<span class="value">0.5</span> {tongues.html(_("value, on the way forward"))} ({tongues.html(_("above the wire"))})',
        f'<span class="gradient">0.5</span> {tongues.html(_("gradient, on the way back"))} ({tongues.html(_("below the wire"))})',
    ]
    if parts.is_wrong:
        legend.append(f'<span class="wrong">✗ dx: 0.5</span> {tongues.html(_("your gradient, where it is wrong"))}')
        legend.append(tongues.html(_("A gate with a dashed edge is where your gradient goes wrong.")))
    if parts.maps:
        legend += [_scale(tongues), tongues.html(ABOUT_MAPS)]
    if parts.has_summaries:
        legend.append(tongues.html(ABOUT_SUMMARIES))
    rows = "".join(f"<li><span>{row}</span></li>" for row in legend)
    modules = (
        f'<button type="button" data-do="open">{tongues.html(_("Open all"))}</button>'
        f'<button type="button" data-do="close">{tongues.html(_("Close all"))}</button>'
        if 'class="box"' in parts.picture or 'class="frame"' in parts.picture
        else ""
    )
    slider, canvas = escape(first.say(SPOKEN["slider"])), escape(first.say(SPOKEN["circuit"]))
    taken = (
        f"<details><summary>{tongues.html(_('What the picture takes for granted'))}</summary>{parts.taken}</details>" if parts.taken else ""
    )
    return (
        f'<section class="stage" aria-labelledby="circuit-title"><h2 id="circuit-title">{tongues.html(parts.circuit)}</h2>'
        f'<div class="player"><div>{_buttons(tongues, STEPS)}</div>'
        f'<input type="range" id="slider" min="0" value="0" step="1" data-say="slider" aria-label="{slider}">'
        f'<div class="apart">{modules}{_buttons(tongues, ZOOM)}</div><output id="now" for="slider"></output></div>'
        f'<div class="canvas" id="canvas" role="region" tabindex="0" data-say="circuit" aria-label="{canvas}">'
        f'{parts.picture}</div>{parts.beyond}{parts.notes}<ul class="legend">{rows}</ul>{taken}</section>'
    )


def _scale(tongues: Tongues) -> str:
    """The colours of the maps, from below 0 to above."""
    cells = "".join(
        f'<path class="{own}" d="M{k * 10} 0h10v10h-10z"/>' for k, own in enumerate(("n4", "n3", "n2", "n1", "h0", "p1", "p2", "p3", "p4"))
    )
    dashes = '<path class="dark dash" d="M2 5h6M12 5h6"/><path class="dash" d="M22 5h6M32 5h6"/>'
    picture = f'<svg class="scale map" viewBox="0 0 90 10" aria-hidden="true">{cells}{dashes}</svg>'
    return f"{tongues.html(_('below 0'))} {picture} {tongues.html(_('above 0'))}"


def _findings(parts: Parts, tongues: Tongues) -> str:
    if not (parts.targets or parts.findings):
        return ""
    title = _("What the check found") if parts.checked else _("What stands in the way")
    return (
        f'<section class="found" aria-labelledby="found-title"><h2 id="found-title">{tongues.html(title)}</h2>'
        f"{parts.targets}{parts.findings}</section>"
    )


def _beside(parts: Parts, tongues: Tongues) -> str:
    """What stands below the picture."""
    return f'<div class="stack">{_rule(tongues)}{_paths(tongues)}</div><div class="stack">{_code(parts, tongues)}{_keys(tongues)}</div>'


def _rule(tongues: Tongues) -> str:
    title = tongues.html(_("Local gradient × gradient from above"))
    return f'<section class="formulas" aria-labelledby="rule-title"><h2 id="rule-title">{title}</h2><div id="rule"></div></section>'


def _paths(tongues: Tongues) -> str:
    title = tongues.html(_("Paths: products along, sum over all"))
    return (
        f'<section class="formulas" aria-labelledby="paths-title"><h2 id="paths-title">{title}</h2>'
        '<div class="inputs" id="inputs"></div><div id="ways"></div></section>'
    )


def _code(parts: Parts, tongues: Tongues) -> str:
    scrolls = "" if "data-own" in parts.code else ' tabindex="0"'  # what can be scrolled has to be reached by keys
    return (
        f'<section aria-labelledby="code-title"><h2 id="code-title">{tongues.html(SPOKEN["program"])}</h2>'
        f'<pre id="code"{scrolls}><code>{parts.code}</code></pre></section>'
    )


def _keys(tongues: Tongues) -> str:
    rows = "".join(f"<li>{' '.join(f'<kbd>{key}</kbd>' for key in keys.split())} {tongues.html(text)}</li>" for keys, text in KEYS)
    title = f'<h2 id="keys-title">{tongues.html(_("Keys"))}</h2>'
    return f'<section class="keys-of" aria-labelledby="keys-title">{title}<ul class="keys">{rows}</ul></section>'
