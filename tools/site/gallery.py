"""The gallery: programs of `examples/`, and all that whygrad makes of each: report, picture, page, derivation."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import whygrad
from tools.site.made import Made

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Entry:
    """A program, and what to look at in its circuit."""

    name: str
    title: str
    program: str  # below the root
    text: str
    expand: tuple[str, ...] = ()  # boxes that are open in the picture
    wrt: tuple[str, ...] = ()


ENTRIES = (
    Entry(
        "seed",
        "The seed: why is there a 1?",
        "examples/seed/neuron.py",
        "whygrad began with this neuron, and with its learner's question about the last line: *why is there a `1 *`?* The note below the "
        "findings answers it. The picture is drawn as the forward pass is meant, with the parentheses that are missing.",
    ),
    Entry(
        "staged",
        "A staged expression",
        "examples/gallery/staged.py",
        "f(x, y) = (x + σ(y)) / (σ(x) + (x + y)²) is unwieldy as a whole, and easy in stages. `x` and `y` each go into several gates: a "
        "gradient comes back from every one of them, and they are added up.",
    ),
    Entry(
        "batchnorm",
        "Batch normalisation",
        "examples/gallery/batchnorm.py",
        "Each example moves the mean and the variance, and through them all the others. So `x` has three paths to `xhat`, and who forgets "
        "the two that go through the mean and the variance has the most common of all mistakes with this layer.",
        expand=("all",),
        wrt=("x", "gamma", "beta"),
    ),
    Entry(
        "lstm",
        "A step of an LSTM",
        "examples/gallery/lstm.py",
        "The cell is a sum, so its gradient goes back by an add gate, unchanged but for the forget gate's value. The four gates share one "
        "matrix product: their gradients are put side by side before it is gone back through.",
    ),
    Entry(
        "attention",
        "Attention",
        "examples/gallery/attention.py",
        "A softmax mixes: each weight is a share of the whole, so it grows only where others shrink. That is why its backward pass takes "
        "a weighted sum of the gradients off each of them.",
    ),
)


def gallery() -> Iterator[Made]:
    """The pages of the gallery, their pictures and circuits, and the overview."""
    yield Made("gallery/index.md", _overview())
    for entry in ENTRIES:
        yield from _entry(entry)


def _overview() -> str:
    cards = "\n".join(
        f'<li><a href="{entry.name}.html"><img src="{entry.name}.svg" alt="" loading="lazy"><span>{escape(entry.title)}</span></a></li>'
        for entry in ENTRIES
    )
    lead = (
        "Programs and their circuits: values in green on the way forward, gradients in red on the way back. Every picture, page and "
        "derivation here was made by whygrad when this site was built, from the programs as they stand in `examples/`."
    )
    return f'# Gallery\n\n{lead}\n\n<ul class="cards">\n{cards}\n</ul>\n'


def _entry(entry: Entry) -> Iterator[Made]:
    with contextlib.chdir(ROOT):  # where a file lies on the machine that builds is nobody's business
        path = Path(entry.program)
        source = path.read_text(encoding="utf-8")
        report = whygrad.check(path, lang="en")
        circuit = whygrad.show(path, expand=entry.expand, lang="en")
        derivation = whygrad.derive(path, wrt=entry.wrt, lang="en")
    for made in (circuit, derivation):
        if not made.ok:
            raise ValueError(f"gallery: {entry.program} can't be shown:\n{made}")
    yield Made(f"gallery/{entry.name}.svg", circuit.svg())
    yield Made(f"gallery/{entry.name}.circuit.html", report.html())
    yield Made(f"gallery/{entry.name}.md", _page(entry, source, report.painted(88, color=False), derivation.hypertext()))


def _page(entry: Entry, source: str, report: str, derivation: str) -> str:
    own, title = entry.name, escape(entry.title)
    said = f"whygrad check {entry.program} --html page.html"
    derived = re.sub(r"\n\s*\n", "\n", re.sub(r"<style>.*?</style>", "", derivation, flags=re.DOTALL))
    derived = re.sub(r"(?<=<)(/?)h([23])(?=>)", lambda found: f"{found[1]}h{int(found[2]) + 1}", derived)  # below the page's own
    return f"""\
# {entry.title}

{entry.text}

## The circuit

<div class="picture" tabindex="0" role="region" aria-label="The circuit">
<img src="{own}.svg" alt="The circuit of the program: values on the way forward, gradients on the way back">
</div>

[The picture alone]({own}.svg){{ .md-button }} [The page, to step through]({own}.circuit.html){{ .md-button .md-button--primary }}

## Step by step

<iframe class="circuit" src="{own}.circuit.html" title="{title}: the circuit, to step through" loading="lazy"></iframe>

## The program

```python title="{entry.program}"
{source.rstrip()}
```

## What whygrad says

```console
$ {said}
{report.strip()}
```

## The derivation

<div class="derivation" markdown="0">
{derived}
</div>
"""
