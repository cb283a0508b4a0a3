"""The circuit for programs: one JSON document, `whygrad-circuit/1`. `docs/json.md` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whygrad.checking.report import Diagnosis
from whygrad.drawing.scene import Out, Port, Scene, Thing
from whygrad.drawing.wiring import UNSEEN, Given
from whygrad.reports.json import alone
from whygrad.reports.json import document as checked
from whygrad.reports.plates import is_array
from whygrad.reports.values import LARGE
from whygrad.reports.words import Words
from whygrad.text import Text

if TYPE_CHECKING:
    from whygrad.reports.circuit import Circuit

SCHEMA = "whygrad-circuit/1"


def document(circuit: Circuit) -> dict[str, Any]:
    """A circuit as a JSON object, in Python's own types."""
    words = circuit.words
    told = checked(Diagnosis(circuit.file, circuit.source, "unknown", problems=circuit.problems), words)
    scene = circuit.scene
    return {
        "schema": SCHEMA,
        "file": circuit.file,
        "language": words.language,
        "output": None if scene is None else scene.wiring.output,
        "things": [] if scene is None else [_thing(thing, words) for thing in scene.things],
        "wires": [] if scene is None else _wires(scene),
        "groups": [] if scene is None else [{"title": _said(group.title, words), "parent": group.parent} for group in scene.groups],
        "changes": [] if scene is None else [words.say(change.message) for change in scene.wiring.changes],
        "notes": [] if scene is None else [words.say(note) for note in scene.wiring.notes],
        "problems": told["problems"],
    }


def _thing(thing: Thing, words: Words) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "title": _said(thing.title, words),
        "gate": None if thing.gate is None else thing.gate.name,
        "group": thing.group,
        "line": thing.line,
        "hides_wrong": thing.hides_wrong,
        "operands": [_port(port) for port in thing.ports],
        "outputs": [_out(out) for out in thing.outs],
    }


def _port(port: Port) -> dict[str, Any]:
    return {"wire": port.wire} if port.wire is not None else {"constant": _value(port.constant)}


def _out(out: Out) -> dict[str, Any]:
    return {
        "name": out.name or None,
        "numbers": len(out.nodes),
        "value": None if out.is_bundle else _value(out.value),
        "gradient": None if out.is_bundle else _value(out.gradient),
        "is_output": out.is_output,
        "claimed": [{"name": claimed.name, "yours": _value(claimed.yours), "right": claimed.right} for claimed in out.claimed],
    }


def _wires(scene: Scene) -> list[dict[str, Any]]:
    return [
        {
            "from": [wire.source, wire.out],
            "to": [wire.target, wire.port],
            "share": _value(wire.share) if len(wire.nodes) == 1 else None,
        }
        for wire in scene.wires
    ]


def _value(value: Any) -> Any:
    """A number; of an array its shape and its numbers, of one that is given at a gate its name too."""
    if value is UNSEEN:
        return None
    if isinstance(value, Given):
        return {"name": value.name or None, **_value(value.value)}
    if not is_array(value):
        return alone(value.item() if hasattr(value, "item") else value)
    numbers = alone(value) if value.size <= LARGE else None
    return {"shape": list(value.shape), "numbers": numbers}


def _said(text: Text | str, words: Words) -> str:
    return words.say(text) if isinstance(text, Text) else text
