"""What the documents show is what happens: their programs are written down, their commands typed, and the outputs compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.site.blocks import agrees, blocks, language_of, ran

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENTS = {path: blocks(path.read_text("utf-8")) for path in sorted(DOCS.rglob("*.md"))}
RUN = [path for path, found in DOCUMENTS.items() if any(block.language in ("console", "pycon") for block in found)]
TUTORIALS = [DOCS / "tutorial.md", DOCS / "tutorial.pt-BR.md"]


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_output_that_is_shown_is_the_real_one(path: Path, tmp_path: Path) -> None:
    found = list(ran(DOCUMENTS[path], tmp_path, language_of(path)))
    assert found
    for block, real in found:
        assert agrees(block.text, real), f"{path.name}: shown is\n{block.text}\nand real is\n{real}"


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.name)
def test_the_tutorial_has_no_block_that_is_not_run(path: Path) -> None:
    document = path.read_text("utf-8")
    found = blocks(document)
    assert document.count("\n```") == 2 * len(found)
    assert all(block.language in ("console", "pycon") or (block.language == "python" and block.title) for block in found)


def test_both_tutorials_go_the_same_way() -> None:
    first, second = (DOCUMENTS[path] for path in TUTORIALS)
    steps = [[block.language for block in found] for found in (first, second)]
    assert steps[0][: len(steps[1])] == steps[1]


def test_an_output_that_is_out_of_date_is_noticed(tmp_path: Path) -> None:
    text = '```python title="it.py"\nx = 3.0\ny = x * x\ndx = 2 * x\n```\n\n```console\n$ whygrad check it.py\n✗ dx  ∂y/∂x  wrong\n```\n'
    ((block, real),) = ran(blocks(text), tmp_path, "en")
    assert "✓ dx  ∂y/∂x  right" in real
    assert not agrees(block.text, real)
