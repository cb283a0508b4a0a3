"""Random NumPy programs: whygrad's derivatives against JAX's, which know nothing of each other.

Hypothesis draws the programs, and makes one that differs as short as it can. `python -m tools.fuzz` runs as many as one has time for.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.fuzz.compare import LARGEST, Reference, compare, far
from tests.fuzz.draw import FromSeed
from tests.fuzz.generate import program_of
from tests.fuzz.primitives import without_compiler

pytest.importorskip("jax", reason="JAX is what the derivatives are compared with, and it isn't installed")


class FromHypothesis:
    """The choices that Hypothesis makes."""

    def __init__(self, draw):
        self.draw = draw

    def below(self, n):
        return self.draw(st.integers(0, n - 1))


@st.composite
def programs(draw):
    return program_of(FromHypothesis(draw))


def shown(program, outcome):
    return "\n\n".join([str(program), *map(str, outcome.differences)])


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_seeded_programs(first):
    """Of all sizes, as the seeds have it."""
    found = {}
    for seed in range(first, first + 20):
        program = program_of(FromSeed(seed))
        outcome = compare(program)
        if outcome.differences:
            found[seed] = shown(program, outcome)
    assert not found, "\n\n".join([f"seeds {list(found)} differ; `python -m tools.fuzz --seed N` makes them smaller", *found.values()])


@settings(max_examples=100, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(programs())
def test_programs_that_hypothesis_makes(program):
    """These get shorter where they differ; their seeds are Hypothesis's own, and so are its sizes, rather small."""
    outcome = compare(program)
    event(outcome.discarded or "compared")
    assert not outcome.differences, shown(program, outcome)


def test_what_is_to_be_compared_does_occur_and_is_not_discarded():
    """A generator that has come to reject half of its steps would still pass every other test."""
    drawn = [program_of(FromSeed(seed)) for seed in range(400)]
    texts = [program.text("numpy") for program in drawn]
    for (
        part
    ) in """np.add.at( np.einsum( np.linalg.solve( np.where( special. .reshape( [::-1] .T np.cumsum( np.sort( np.take_along_axis( np.pad(
                   np.concatenate( keepdims= ddof= out= += *= .fill( :-1] ...] None np.split( np.array([ def lambda axis=(""".split():
        assert sum(part in text for text in texts) >= 4, part
    for start in ("for ", "while ", "if ", "x = x.copy()"):
        assert sum(f"\n    {start}" in text for text in texts) >= 4, start
    assert sum(program.single for program in drawn) > 20
    assert sum("s" in program.inputs for program in drawn) > 50
    assert sum(program.second_order for program in drawn) > 80
    assert all(np.all(np.abs(program.function("numpy")(*program.point)) < LARGEST) for program in drawn)


@pytest.mark.parametrize("seed", [9, 21, 36])
def test_numpy_computes_what_xla_computes(seed):
    """Else the comparison would be with a JAX of our own making."""
    reference = Reference(program_of(FromSeed(seed)))
    compiled = reference.first()
    with without_compiler():
        ours = reference.first()
    for one, other in zip(ours, compiled, strict=True):
        assert not far(one, other, reference.tolerance.first)
