"""The graph's columns, and the questions that are asked of it."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whygrad.gates import arithmetic, selection
from whygrad.graph import CONSTANT, INPUT, Graph
from whygrad.tracing.errors import LeakedTrace
from whygrad.tracing.traced import Traced, at, graph_index


def diamond() -> tuple[Graph, dict[str, int]]:
    """a and b are inputs; c = a * b, d = -c, e = sum(a, c, d), f = b + 1."""
    graph = Graph()
    names = {"a": graph.append(INPUT, (), 2.0), "b": graph.append(INPUT, (), 3.0)}
    names["c"] = graph.append(arithmetic.multiply, (names["a"], names["b"]), 6.0)
    names["d"] = graph.append(arithmetic.negate, (names["c"],), -6.0)
    names["e"] = graph.append(arithmetic.sum_, (names["a"], names["c"], names["d"]), 2.0)
    names["one"] = graph.constant(1)
    names["f"] = graph.append(arithmetic.add, (names["b"], names["one"]), 4.0)
    return graph, names


def test_inputs_of_gates_of_every_number_of_inputs() -> None:
    graph, n = diamond()
    assert [graph.inputs(n[name]) for name in "acdef"] == [(), (n["a"], n["b"]), (n["c"],), (n["a"], n["c"], n["d"]), (n["b"], n["one"])]
    assert [node.inputs for node in graph] == [graph.inputs(index) for index in range(len(graph))]


def test_a_node_is_a_view_of_its_columns() -> None:
    graph = Graph()
    code = sys._getframe().f_code
    graph.append(INPUT, (), 2.0)
    node = graph[graph.append(arithmetic.negate, (0,), -2.0, code, 34)]
    assert (node.index, node.gate, node.inputs, node.value, node.code, node.instruction) == (1, arithmetic.negate, (0,), -2.0, code, 34)
    assert len(graph) == 2


def test_ancestors_and_descendants() -> None:
    graph, n = diamond()
    assert graph.ancestors([n["d"]]) == {n["a"], n["b"], n["c"], n["d"]}
    assert graph.ancestors([n["a"]]) == {n["a"]}
    assert graph.descendants([n["c"]]) == {n["c"], n["d"], n["e"]}
    assert graph.descendants([n["b"], n["e"]]) == {n["b"], n["c"], n["d"], n["e"], n["f"]}
    assert graph.descendants([]) == graph.ancestors([]) == set()


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_node_is_a_descendant_of_its_ancestors(data: st.DataObject) -> None:
    graph = Graph()
    graph.append(INPUT, (), 1.0)
    for index in range(1, data.draw(st.integers(2, 25))):
        graph.append(arithmetic.sum_, tuple(data.draw(st.lists(st.integers(0, index - 1), max_size=4))), 1.0)
    everything = range(len(graph))
    for low in everything:
        assert graph.descendants([low]) == {high for high in everything if low in graph.ancestors([high])}


def test_equal_constants_share_a_node_and_different_ones_never_do() -> None:
    graph = Graph()
    values = [1, 1.0, True, 0, 0.0, -0.0, False, 2.5, math.inf]
    indices = [graph.constant(value) for value in values]
    assert len(set(indices)) == len(values)
    assert [graph.constant(value) for value in values] == indices
    assert [repr(graph.values[index]) for index in indices] == [repr(value) for value in values]
    assert all(graph.gates[index] is CONSTANT for index in indices)


def test_a_sign_of_zero_survives_as_a_constant() -> None:
    graph = Graph()
    x = Traced.input(graph, 2.0)
    assert [repr((x * zero).value) for zero in (0.0, -0.0, 0)] == ["0.0", "-0.0", "0.0"]
    assert [repr(graph.values[graph.inputs((x * zero).index)[1]]) for zero in (0.0, -0.0, 0)] == ["0.0", "-0.0", "0"]


def test_traced_numbers_write_what_they_do() -> None:
    graph = Graph()
    x, y = Traced.input(graph, 2.0), Traced.input(graph, 3.0)
    z = 1 - x * y
    assert [(node.gate.name, node.inputs, node.value) for node in graph][2:] == [
        ("multiply", (0, 1), 6.0),
        ("constant", (), 1),
        ("subtract", (3, 2), -5.0),
    ]
    assert at(graph, z.index) == -5.0 and graph_index(graph, z) == z.index
    assert selection.max_(x, 7.0, y).value == 7.0


def test_numbers_of_two_graphs_do_not_mix() -> None:
    x, y = Traced.input(Graph(), 2.0), Traced.input(Graph(), 3.0)
    for mix in (lambda: x + y, lambda: arithmetic.multiply(x, y), lambda: selection.max_(x, 1.0, y)):
        with pytest.raises(LeakedTrace, match="outside of the trace that made it"):
            mix()
