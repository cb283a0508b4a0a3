import math

import pytest

from whygrad.reports.values import LARGE, entries, pair, plain, shape, short, worst


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.19661193324148185, "0.1966"),
        (-0.39322386648296376, "-0.3932"),
        (1.0, "1"),
        (-0.0, "0"),
        (3, "3"),
        (10**30, "1" + "0" * 30),
        (0.9999999999999998, "1"),
        (0.99999, "1.000"),
        (12345.678, "12345.7"),
        (1234.5, "1234.5"),
        (1e20, "1e+20"),
        (1.5e-9, "1.5e-09"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        (True, "True"),
        (None, "None"),
        ("x", "'x'"),
        (1 - 2j, "(1-2j)"),
        ([0.39322, -0.58984], "[0.3932, -0.5898]"),
        ((0.5,), "(0.5,)"),
        ([], "[]"),
        ({"x": 0.25, "y": [1.0]}, "{'x': 0.25, 'y': [1]}"),
        (list(range(9)), "[0, 1, 2, ..., 8]"),
        ([[float(i)] * 20 for i in range(20)], "[[0, 0, 0, ..., 0], [1, 1, 1, ..., 1], [2, 2, 2, ..., 2], ..., [19, 19, 19, ..., 19]]"),
    ],
)
def test_a_value_is_written_as_people_write_it(value, text):
    assert short(value) == text


def test_arrays_are_written_as_lists():
    numpy = pytest.importorskip("numpy")
    assert short(numpy.array([[0.5, 1.0]])) == "[[0.5, 1]]"
    assert short([numpy.float64(0.25)]) == "[0.25]"
    assert plain({"w": numpy.float64(2.0)}) == {"w": 2.0}


@pytest.mark.parametrize(
    ("yours", "true", "texts"),
    [
        (0.19661, 0.19664, ("0.19661", "0.19664")),
        (1.0, 1.00001, ("1", "1.00001")),
        ([0.5, 0.123456], [0.5, 0.123457], ("[0.5, 0.123456]", "[0.5, 0.123457]")),
        (0.1 + 0.2, 0.3, ("0.3", "0.3")),  # rounding is no difference
        (2, 3.0, ("2", "3")),
        (math.nan, 1.0, ("nan", "1")),
        ([1.0], 1.0, ("[1]", "1")),
    ],
)
def test_two_values_show_where_they_differ(yours, true, texts):
    assert pair(yours, true) == texts


def test_the_worst_entry_is_found_in_nested_values():
    assert worst([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.5], [3.0, 4.1]]) == (0, 1)
    assert worst({"a": [1.0, math.nan]}, {"a": [5.0, 1.0]}) == ("a", 1)
    assert worst([], []) is None
    assert worst(1.0, 2.0) == ()


def test_the_shape_of_a_ragged_list_is_none():
    assert shape([[1.0], [1.0, 2.0]]) is None
    assert shape([[[1.0]]]) == (1, 1, 1)
    assert sum(1 for _ in entries([[0.0] * LARGE])) == LARGE
