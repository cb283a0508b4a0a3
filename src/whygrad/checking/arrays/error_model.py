"""The error model on arrays: all the small changes by which an expression may differ from the one that was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from whygrad.checking.arrays import edits_of_calls, edits_of_indices, edits_of_names, edits_of_operators, edits_of_rows, edits_of_terms
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor


def candidates(editor: Editor) -> Iterator[Candidate]:
    """Those of the expressions; in no order."""
    for target in editor.walk():
        if isinstance(target, ast.Subscript) and isinstance(target.ctx, ast.Store):
            yield from edits_of_indices.entries(editor, target)
    yield from edits_of_names.everywhere(editor)
    for module in (edits_of_operators, edits_of_calls, edits_of_names, edits_of_indices):
        for node in editor.expressions:
            yield from module.changes(editor, node)
    for node in editor.terms():
        yield from edits_of_terms.changes(editor, node)
    for node in editor.expressions:
        yield from edits_of_terms.factors_summed(editor, node)
        yield from edits_of_terms.of_one_name(editor, node)
        yield from edits_of_rows.changes(editor, node)
    yield from edits_of_terms.of_entries(editor)
    yield from edits_of_terms.of_masks(editor)
