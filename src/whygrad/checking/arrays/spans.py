"""What each claimed gradient is called, and where in the text it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from whygrad.checking.arrays.assignments import assigned
from whygrad.checking.arrays.bodies import leaves_in
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.leaves import Leaf
from whygrad.checking.arrays.marking import mark_of, way_of
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.slices import base_name, written_by
from whygrad.checking.arrays.splitting import shown as shown_as
from whygrad.checking.arrays.subjects import Subject
from whygrad.checking.arrays.turns import Turn, claimed_part
from whygrad.tracing.source import Span, span_of


def spans_of(judgement: Judgement, definitions: Definitions) -> dict[str, tuple[str, Span]]:
    """By the input: what its gradient is called, and where it is returned."""
    subject = judgement.subject
    if subject.turn is not None:
        return dict(_of_turn(subject, subject.turn, judgement.claims, definitions))
    if subject.meant is not None:
        return _of_meant(judgement, definitions)
    returned = definitions.returned(subject.backward)
    whole = definitions.span(subject.backward) or Span(1, 0, 1, 0)
    listed = returned[1:] if subject.kind == "loss" else returned
    by_name = {name: span for span, name in listed}
    first = judgement.generic[0]
    tops = list(dict.fromkeys(leaf.position for leaf in first.leaves))
    found = {}
    for name in judgement.claims:
        leaf = next(one for one in first.leaves if one.name == name)
        last = _called(leaf)
        shown = next((given for given in (f"d{last}", f"grad_{last}", f"d_{last}") if given in by_name), "")
        if shown:
            found[name] = shown, by_name[shown]
        elif not leaf.path and len(listed) in (len(tops), len(subject.args)):
            place = leaf.position if len(listed) == len(subject.args) else tops.index(leaf.position)
            span, given = listed[place]
            is_plain = span.line == span.end_line and span.end_column - span.column == len(given)
            is_own = is_plain or last in stems(given)  # and not one that goes into it, in a formula
            found[name] = given if given and is_own and given not in subject.back_parameters else f"d{last}", span
        else:
            found[name] = (
                f"d{last}",
                definitions.kept(subject.backward, leaf.last) or definitions.kept(subject.backward, last) or whole,
            )
    return found


def _of_turn(subject: Subject, turn: Turn, names: Iterable[str], definitions: Definitions) -> Iterator[tuple[str, tuple[str, Span]]]:
    """The same of a turn: where each gets its last value; of a step out of sight, what that goes along."""
    node = definitions.of(subject.backward)
    for name in names:
        text = claimed_part(turn.claims[name])
        mark = mark_of(definitions.tree, text, turn.lines.get(name))
        shown = shown_as(text, node.body if node is not None else []) if mark is None else way_of(mark, text)
        yield name, (shown, _last_claim(subject, text, definitions) if mark is None else span_of(mark.value))


def _of_meant(judgement: Judgement, definitions: Definitions) -> dict[str, tuple[str, Span]]:
    """Of what a function returns alone, its own name; of one among several, that of what stands in the `return`."""
    subject, meant = judgement.subject, judgement.subject.meant
    assert meant is not None
    returned = definitions.returned(subject.backward)
    whole = definitions.span(subject.backward) or Span(1, 0, 1, 0)
    listed = returned[1:] if subject.kind == "loss" else returned
    known = [leaf for leaf in judgement.generic[0].leaves if leaf.name in judgement.claims]
    found = {}
    for number, leaf in enumerate(known):
        place = next((k for k, root in enumerate(meant.roots) if root.below(leaf) is not None), 0)
        place = place if len(listed) == len(meant.roots) else number if len(listed) == len(known) else 0
        span, given = listed[place] if listed else (whole, "")
        is_plain = span.line == span.end_line and span.end_column - span.column == len(given)
        given = given if is_plain and len(listed) in (len(meant.roots), len(known)) and "." not in leaf.name else ""
        if subject.kind == "pair" and len(meant.roots) == 1:
            given = subject.back.rpartition(".")[2]
        found[leaf.name] = given or f"d{_called(leaf)}", span
    return found


def _last_claim(subject: Subject, text: str, definitions: Definitions) -> Span:
    """Where a program gives a gradient its last value."""
    node = definitions.of(subject.backward)
    assert node is not None
    writing = [one for one in leaves_in(node.body) if base_name(text) in written_by(one)]
    exact = [one for one in writing if any(ast.unparse(part.target) == text for part in assigned(one))]
    return span_of((exact or writing or node.body[1:] or node.body)[-1])


def _called(leaf: Leaf) -> str:
    """What an array is called: of what only holds one, `p.data`, by the name of that."""
    holder = str(leaf.path[-2][1]) if len(leaf.path) > 1 else leaf.name.partition("[")[0]
    if leaf.path and isinstance(leaf.path[-1][1], int):
        return f"{holder}[{leaf.last}]".lstrip("_")
    inner = holder if leaf.last in ("data", "value", "array") and len(leaf.path) > 1 else leaf.last
    return inner.lstrip("_") or leaf.last
