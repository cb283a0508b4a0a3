import pytest

from tests.reports.catalogue import write_catalogue
from whygrad.reports import click_words, words


@pytest.fixture
def portuguese(tmp_path, monkeypatch):
    """A catalogue of a few Portuguese messages, in place of the real ones."""
    folder = tmp_path / "locale"
    write_catalogue(folder)
    for module in (words, click_words):
        monkeypatch.setattr(module, "CATALOGUES", folder)
    words._words.cache_clear()
    yield words.words("pt-BR")
    words._words.cache_clear()
