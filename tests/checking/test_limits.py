"""What takes too long is stopped, wherever the alarm finds it."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from typing import Any

import pytest

from whygrad.checking.arrays.limits import TooLong, limited


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
