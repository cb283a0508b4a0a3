"""The columns of a graph: what they say is what a walk from node to node says."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

import whygrad
from whygrad.drawing.columns import Columns
from whygrad.gates.arithmetic import add, identity, multiply
from whygrad.gates.selection import max_
from whygrad.graph import Graph
from whygrad.tracing.traced import Traced

ROWS = st.tuples(st.sampled_from([add, multiply, identity, max_]), st.lists(st.integers(0, 99), min_size=5, max_size=5))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(ROWS, max_size=30))
def test_what_feeds_a_node_by_columns_and_by_a_walk(rows):
    graph = Graph()
    Traced.input(graph, 1.0), Traced.input(graph, 2.0)
    for gate, sources in rows:
        count = {identity: 1, max_: 5}.get(gate, 2)
        graph.append(gate, tuple(source % len(graph) for source in sources[:count]), 1.0)
    last = len(graph) - 1
    for nodes in ([last], [last // 2], [last, last // 3]):
        assert Columns(graph).feeding(nodes).tolist() == [bool(one) for one in graph.feeding(nodes)]
    assert Columns(graph).of(multiply).tolist() == [gate is multiply for gate in graph.gates]


def test_a_page_of_many_turns_lights_up_what_can_be_seen():
    """Paths through thousands of gates are on the page as far as they lead from one thing of it to another."""
    page = whygrad.show("x = 0.5\ny = 0.25\nfor i in range(3000):\n    y = y * x + 0.5 * x\n").html()
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])
    (longest, *_rest) = sorted((path for own in data["paths"].values() for path in own["paths"]), key=lambda path: -len(path["edges"]))
    assert 0 < len(longest["edges"]) < 3000
    held = {node for thing in data["things"].values() for node in thing["inside"]}
    assert all(set(edge[:2]) <= held for edge in longest["edges"])
    assert len(page) < 5_000_000
