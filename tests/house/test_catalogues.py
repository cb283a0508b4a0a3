"""The catalogues as they stand: up to date, complete in every language, and true to the English templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tools.catalogues import languages, left_in_english, out_of_date, untranslated, with_other_fields


def test_there_is_brazilian_portuguese() -> None:
    assert "pt_BR" in languages()


@pytest.mark.parametrize("kind", [out_of_date, untranslated, left_in_english, with_other_fields])
def test_there_are_no_faults(kind: Callable[[], Iterator[str]]) -> None:
    faults = list(kind())
    assert not faults, f"{len(faults)} faults; the first are:\n" + "\n".join(faults[:10])
