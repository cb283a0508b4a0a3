"""The guards around a run."""

from __future__ import annotations

import gc

import pytest

from whygrad.tracing import stops


@pytest.fixture
def collections():
    """The generations that were collected meanwhile."""
    found: list[int] = []

    def noted(phase, info):
        if phase == "start":
            found.append(info["generation"])

    gc.collect()
    gc.callbacks.append(noted)
    yield found
    gc.callbacks.remove(noted)


def test_many_things_made_without_the_collector_are_old_at_once(collections):
    with stops.uncollected():
        made = [[] for _ in range(stops.MANY * 2)]
    young = {id(one) for one in gc.get_objects(generation=0)}
    assert not any(id(one) in young for one in made)
    assert not collections
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


def test_a_few_stay_young(collections):
    with stops.uncollected():
        made = [[] for _ in range(100)]
    assert id(made[0]) in {id(one) for one in gc.get_objects(generation=0)}
    assert 2 not in collections


def test_what_was_called_old_is_looked_through_from_time_to_time(collections, monkeypatch):
    monkeypatch.setattr(stops._Old, "count", 0)
    monkeypatch.setattr(stops, "AT_MOST", stops.MANY * 5)
    kept = []
    for _ in range(4):
        with stops.uncollected():
            kept.append([[] for _ in range(stops.MANY * 2)])
    assert kept
    assert collections.count(2) == 1
