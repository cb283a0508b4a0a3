"""The circuit as JSON keeps to its schema, in every view, and can be read back as JSON."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import whygrad
from tests.drawing.programs import PROGRAMS
from whygrad.reports.json import dumped

SCHEMA = Draft202012Validator(json.loads((files("whygrad.reports") / "whygrad-circuit-1.schema.json").read_text()))


@pytest.mark.parametrize("expand", [(), ("all",)])
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_circuit_keeps_to_the_schema(name, expand):
    found = json.loads(dumped(whygrad.show(PROGRAMS[name], expand=expand, lang="en").to_dict()))
    SCHEMA.validate(found)
    assert found["things"]


@pytest.mark.parametrize("text", ["x = (", "x = 1.0\n", "import math\nx = 0.0\ny = x ** 0.5\n", "x = 1e300\ny = x * x * x\n"])
def test_what_can_not_be_drawn_or_is_not_finite_keeps_to_the_schema(text):
    SCHEMA.validate(json.loads(dumped(whygrad.show(text, lang="en").to_dict())))
