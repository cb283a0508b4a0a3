"""The lines of a program that computes no gradients, as a function of the floats that they begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whygrad.checking.arrays.leaves import floats_of
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.scripts import ProgramStops, cut_of, reached_at
from whygrad.checking.arrays.slices import written_by
from whygrad.checking.arrays.training import Place, known_names, live_in, main_part
from whygrad.checking.arrays.turn_reader import read_by_helpers
from whygrad.checking.arrays.turn_values import is_data
from whygrad.checking.arrays.turns import BIND, PART, Turn, part_of
from whygrad.tracing.function import is_float
from whygrad.tracing.module import load
from whygrad.tracing.source import Source


def lines_of(source: Source, file: str, seconds: float = 60) -> tuple[Callable[..., Any], dict[str, Any], tuple[str, ...]] | None:
    """The lines from the first that works on the program's floats, as a function of these.

    With what it is given, by name, and the names that it binds, in order; None where no line works on floats of the program's.
    Raises ProgramStops, TooLong.
    """
    tree = source.tree
    place = Place(main_part(tree)[0], is_loop=False)
    statements = place.statements(tree) if tree.body else []
    try:
        with limited(seconds):
            final = vars(load(source.text, file)[0])
    except TooLong:
        raise
    except (Exception, SystemExit) as error:
        raise ProgramStops from error
    own = {name: value for name, value in final.items() if not name.startswith("__") and is_data(value)}
    floats = {name for name, value in own.items() if any(map(is_float, floats_of(value)))}
    cut = cut_of(statements, floats, len(statements))
    if cut.first >= len(statements):
        return None
    with limited(seconds):
        reached = reached_at(source.text, file, place, cut, 1)
    if reached is None:
        return None
    names, space = reached
    rest, bound = cut.block(statements), {**space, **names}
    wanted = {*live_in(rest), *read_by_helpers(rest, bound)}
    given = {name: bound[name] for name in bound if name in wanted and name in floats}
    space = {**space, **{name: value for name, value in names.items() if name not in given}}
    space[BIND], space[PART] = space.update, part_of
    turn = Turn(place, tuple(given), frozenset(known_names(tree)), cut=cut)
    order = dict.fromkeys(name for statement in reversed(rest) for name in sorted(written_by(statement)))
    return turn.function(tree, file, space), given, tuple(reversed(order))
