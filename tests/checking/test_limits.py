"""What takes too long is stopped, wherever the alarm finds it."""

from __future__ import annotations

import cProfile
import gc
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.check import check

#: Seconds that a run would take that nothing stops: an alarm that rings where it is lost rings again every half of one.
LONG = 60


@pytest.fixture
def slow_collector() -> Iterator[list[str]]:
    """The garbage collector calls this, as it does hypothesis's own; it takes longer than a run may."""
    seen: list[str] = []

    def call(phase: str, info: dict[str, Any]) -> None:
        seen.append(phase)
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            pass

    gc.callbacks.append(call)
    yield seen
    gc.callbacks.remove(call)


def test_an_alarm_within_the_collector_rings_again(slow_collector: list[str]) -> None:
    begun = time.monotonic()

    def run() -> None:
        gc.collect()
        while time.monotonic() < begun + 5:
            pass

    with pytest.raises(TooLong), limited(0.05):
        run()
    assert slow_collector
    assert time.monotonic() < begun + 4


def test_what_is_quick_is_not_stopped() -> None:
    with limited(0.05):
        pass
    time.sleep(0.1)


def test_an_alarm_at_the_end_of_a_weak_reference_rings_again() -> None:
    class Slow:
        def __hash__(self) -> int:
            return 1

        def __eq__(self, other: object) -> bool:
            return self is other

    held = weakref.WeakSet[Slow]()
    begun = time.monotonic()

    def run() -> None:
        while time.monotonic() < begun + LONG:
            held.update(Slow() for _number in range(20))

    with pytest.raises(TooLong), limited(0.05):
        run()
    assert time.monotonic() < begun + LONG / 2


def test_a_profiler_that_runs_doesnt_hide_the_fix() -> None:
    text = """\
import numpy as np
def scaled(x):
    return 2 * x
rng = np.random.default_rng(0)
X, y, w = rng.normal(size=(8, 2)), rng.normal(size=8), np.ones(2)
for _ in range(5):
    error = scaled(X @ w) - y
    loss = np.sum(error ** 2)
    dw = 2 * scaled(X.T @ error) * 3
    w -= 0.01 * dw
"""
    profile = cProfile.Profile()
    profile.enable()
    try:
        diagnosis = check(text)
    finally:
        profile.disable()
    assert [one.fix is not None for one in diagnosis.findings] == [True]
