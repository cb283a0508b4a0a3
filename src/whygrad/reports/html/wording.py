"""What the page's scripts say, by key, in English; {0} and {1} are filled in by the scripts."""

from __future__ import annotations

from whygrad.text import Text, _

SPOKEN: dict[str, str | Text] = {
    "all": _("Everything is shown"),
    "auto": _("as the system"),
    "back": Text(_("Back, {n} of {count}"), {"n": "{0}", "count": "{1}"}),
    "choose_input": _("Choose an input: its paths to the output light up, and their products add up to its gradient."),
    "circuit": _("The circuit; arrow keys step through it"),
    "dark": _("dark"),
    "forward": Text(_("Forward, {n} of {count}"), {"n": "{0}", "count": "{1}"}),
    "gradient": _("gradient"),
    "hands_back": _("What it hands back"),
    "is_closed": Text(_("{name} is closed."), {"name": "{0}"}),
    "is_open": Text(_("{name} is open."), {"name": "{0}"}),
    "light": _("light"),
    "line": Text(_("line {line}"), {"line": "{0}"}),
    "lit": Text(_("Paths from {name} to the output: {count}."), {"name": "{0}", "count": "{1}"}),
    "missing": _("missing"),
    "nearest": _("The page doesn't hold every combination: other boxes were opened or closed."),
    "no_paths": _("The circuit is too large to look for the paths through it."),
    "overview": _(
        "Point at a gate, at the code or at a formula: what belongs together lights up. Arrow keys go through the circuit, "
        "gate by gate forward and then back; Home begins."
    ),
    "overview_title": _("The rule of each gate"),
    "path": Text(_("Path {n}"), {"n": "{0}"}),
    "program": _("The program"),
    "slider": _("Step"),
    "so_far": _("So far:"),
    "start": _("The inputs have their values. Now each gate makes its own from those that come in."),
    "start_title": _("The inputs"),
    "summed": _("It goes to several places, so all that comes back is added:"),
    "turn_title": _("The way back"),
    "value": _("value"),
    "wrong": _("your gradient is wrong"),
}
