"""The README's first screen is what whygrad says: every line that it shows of the seed's report is in the real one, in order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import whygrad

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("said", ["check examples/seed/neuron.py", "derive examples/derive/layer.py"])
@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.pt-BR.md", "pt-BR")])
def test_what_is_shown_is_what_it_prints(name: str, language: str, said: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    block = re.search(rf"```console\n\$ whygrad {said}\n(.*?)```", text, re.DOTALL)
    assert block is not None
    command = [sys.executable, "-m", "whygrad", *said.split(), "--lang", language, "--color", "never"]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    real = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False).stdout.splitlines()
    place = 0
    for line in block[1].splitlines():
        if line in ("", "…"):
            continue
        assert line in real[place:], line
        place += real[place:].index(line) + 1


@pytest.mark.parametrize("name", ["README.md", "README.pt-BR.md"])
def test_the_seed_is_shown_as_it_is(name: str) -> None:
    assert (ROOT / "examples/seed/neuron.py").read_text(encoding="utf-8") in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.pt-BR.md"])
def test_every_file_that_it_points_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_the_python_example_answers_as_it_says() -> None:
    report = whygrad.check("x = 3.0\ny = x * x\ndx = 2 + x\n")
    assert not report.ok
    assert report.findings[0].slug == "chain-added"
