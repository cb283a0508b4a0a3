"""The seed stays byte for byte as the learner wrote it."""

from __future__ import annotations

import hashlib
from pathlib import Path

SEED = Path(__file__).parents[2] / "examples/seed/neuron.py"


def test_the_seed_is_as_it_was_written() -> None:
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == "3201b5293bb74a3ef9a899e20b275f51f8aeeb3356e2b3bc3266fef170872dd2"
