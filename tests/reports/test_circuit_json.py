"""The circuit as JSON keeps to its schema, in every view, and can be read back as JSON."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import whygrad
from tests.drawing.array_programs import PROGRAMS as ARRAYS
from tests.drawing.array_programs import TRAINING
from tests.drawing.programs import PROGRAMS
from whygrad.reports.json import dumped

SCHEMA = Draft202012Validator(json.loads((files("whygrad.reports") / "whygrad-circuit-1.schema.json").read_text()))


@pytest.mark.parametrize("expand", [(), ("all",)])
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_circuit_keeps_to_the_schema(name, expand):
    found = json.loads(dumped(whygrad.show(PROGRAMS[name], expand=expand, lang="en").to_dict()))
    SCHEMA.validate(found)
    assert found["things"]


@pytest.mark.parametrize("expand", [(), ("all",)])
@pytest.mark.parametrize("name", ARRAYS)
def test_so_does_every_circuit_of_arrays(name, expand):
    found = json.loads(dumped(whygrad.show(ARRAYS[name], expand=expand, lang="en").to_dict()))
    SCHEMA.validate(found)
    assert any(isinstance(out["value"], dict) for thing in found["things"] for out in thing["outputs"])


def test_an_array_is_its_shape_and_its_numbers():
    found = json.loads(dumped(whygrad.show(TRAINING, lang="en").to_dict()))
    outs = {out["name"]: out for thing in found["things"] for out in thing["outputs"]}
    assert outs["b2"]["value"] == {"shape": [2], "numbers": [0.0, 0.0]}
    assert outs["b2"]["claimed"][0]["yours"]["shape"] == [2]
    assert outs["X"]["gradient"] is None
    assert outs["h"]["value"] == {"shape": [64, 16], "numbers": None}, "of a large one there is the shape"


@pytest.mark.parametrize("text", ["x = (", "x = 1.0\n", "import math\nx = 0.0\ny = x ** 0.5\n", "x = 1e300\ny = x * x * x\n"])
def test_what_can_not_be_drawn_or_is_not_finite_keeps_to_the_schema(text):
    SCHEMA.validate(json.loads(dumped(whygrad.show(text, lang="en").to_dict())))
