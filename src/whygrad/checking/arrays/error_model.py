"""The error model on arrays: all the small changes by which an expression may differ from the one that was meant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from whygrad.checking.arrays import (
    edits_by_names,
    edits_of_calls,
    edits_of_indices,
    edits_of_names,
    edits_of_operators,
    edits_of_rows,
    edits_of_terms,
)
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor

#: Where the text of a statement isn't known.
ANY = "1 - "


def sorts(text: str) -> Iterator[tuple[float, Callable[[Editor], Iterator[Candidate]]]]:
    """The candidates of a statement with this text, sort by sort; and what each of a sort costs at least."""
    yield 0.3, _replaced
    yield 0.9, _beside_terms
    yield 1.05 if ANY in text else 1.25, edits_by_names.by_names
    yield 1.5, edits_by_names.by_more


def _replaced(editor: Editor) -> Iterator[Candidate]:
    for target in editor.walk():
        if isinstance(target, ast.Subscript) and isinstance(target.ctx, ast.Store):
            yield from edits_of_indices.entries(editor, target)
    yield from edits_of_names.everywhere(editor)
    for module in (edits_of_operators, edits_of_calls, edits_of_names, edits_of_indices):
        for node in editor.expressions:
            yield from module.changes(editor, node)


def _beside_terms(editor: Editor) -> Iterator[Candidate]:
    for node in editor.terms():
        yield from edits_of_terms.changes(editor, node)
    for node in editor.expressions:
        yield from edits_of_terms.factors_summed(editor, node)
        yield from edits_of_terms.of_one_name(editor, node)
        yield from edits_of_rows.changes(editor, node)
    yield from edits_of_terms.of_factors_in_place(editor)
    yield from edits_of_terms.of_entries(editor)
    yield from edits_of_terms.of_masks(editor)
