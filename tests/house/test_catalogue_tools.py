"""The catalogue tools, on a little house of their own: what is right passes, and each fault is seen and named."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from hatch_build import compile_catalogues
from tools.catalogues import check, update

SOURCE = """\
HELLO = _("Hello, {name}!")
COUNT = Text(_("{n} gradient"), {"n": 2}, plural=_("{n} gradients"))
SIGMOID = _("sigmoid")
"""
HEAD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Language: pt_BR\\n"

"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Sources with three messages, all translated."""
    (tmp_path / "src/whygrad/locale/pt_BR/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "tools/same_as_english").mkdir(parents=True)
    (tmp_path / "src/whygrad/words.py").write_text(SOURCE, encoding="utf-8")
    catalogue_of(tmp_path).write_text(HEAD, encoding="utf-8")
    update(tmp_path)
    translate(tmp_path, "Hello, {name}!", "Olá, {name}!")
    translate(tmp_path, "sigmoid", "sigmoide")
    filled = catalogue_of(tmp_path).read_text(encoding="utf-8")
    filled = filled.replace('msgstr[0] ""', 'msgstr[0] "{n} gradiente"').replace('msgstr[1] ""', 'msgstr[1] "{n} gradientes"')
    catalogue_of(tmp_path).write_text(filled, encoding="utf-8")
    return tmp_path


def catalogue_of(house: Path) -> Path:
    return house / "src/whygrad/locale/pt_BR/LC_MESSAGES/whygrad.po"


def translate(house: Path, english: str, translation: str) -> None:
    """Give a message another translation, as an editor would."""
    head, message, tail = catalogue_of(house).read_text(encoding="utf-8").partition(f'msgid "{english}"\n')
    assert message
    catalogue_of(house).write_text(f'{head}{message}msgstr "{translation}"\n{tail.partition(chr(10))[2]}', encoding="utf-8")


def test_a_complete_house_has_no_faults(house: Path) -> None:
    assert check(house) == []


def test_updating_again_changes_nothing(house: Path) -> None:
    before = catalogue_of(house).read_bytes()
    update(house)
    assert catalogue_of(house).read_bytes() == before
    assert check(house) == []


def test_a_new_message_makes_the_catalogues_out_of_date_until_they_are_updated(house: Path) -> None:
    (house / "src/whygrad/more.py").write_text('_("Quite another thing")', encoding="utf-8")
    assert "whygrad.pot is not up to date" in check(house)[0]
    assert any("1 messages are missing" in fault for fault in check(house))
    update(house)
    assert check(house) == ["pt_BR: no translation of 'Quite another thing'"]


def test_a_reworded_message_keeps_its_translation_as_fuzzy(house: Path) -> None:
    (house / "src/whygrad/words.py").write_text(SOURCE.replace("Hello, {name}!", "Hello there, {name}!"), encoding="utf-8")
    update(house)
    assert check(house) == ["pt_BR: fuzzy, to be looked at: 'Hello there, {name}!'"]
    assert "Olá, {name}!" in catalogue_of(house).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("", "no translation of 'Hello, {name}!'"),
        ("Hello, {name}!", "left in English: 'Hello, {name}!'"),
        ("Olá!", "other fields than ['name'] in 'Olá!'"),
        ("Olá, {nome}!", "other fields than ['name'] in 'Olá, {nome}!'"),
    ],
)
def test_a_bad_translation_is_named(house: Path, translation: str, fault: str) -> None:
    translate(house, "Hello, {name}!", translation)
    assert check(house) == [f"pt_BR: {fault}"]


def test_a_missing_plural_form_is_named(house: Path) -> None:
    path = catalogue_of(house)
    path.write_text(path.read_text(encoding="utf-8").replace('"{n} gradientes"', '""'), encoding="utf-8")
    assert check(house) == ["pt_BR: no translation of '{n} gradient'"]


def test_what_is_the_same_in_both_languages_is_on_a_list_and_nothing_else_is(house: Path) -> None:
    translate(house, "sigmoid", "sigmoid")
    assert check(house) == ["pt_BR: left in English: 'sigmoid'"]
    allowed = house / "tools/same_as_english/pt_BR.txt"
    allowed.write_text("# same\nsigmoid\n", encoding="utf-8")
    assert check(house) == []
    translate(house, "sigmoid", "sigmoide")
    assert check(house) == ["pt_BR: needlessly on the list of what is the same in English: 'sigmoid'"]


def test_a_plural_without_a_translation_is_said_in_english(house: Path) -> None:
    path = catalogue_of(house)
    text = path.read_text(encoding="utf-8").replace('"{n} gradiente"', '""').replace('"{n} gradientes"', '""')
    path.write_text(text, encoding="utf-8")
    compile_catalogues(house)
    said = gettext.translation("whygrad", house / "src/whygrad/locale", ["pt_BR"])
    assert said.ngettext("{n} gradient", "{n} gradients", 2) == "{n} gradients"


def test_the_compiled_catalogue_speaks_and_a_fuzzy_message_stays_english(house: Path) -> None:
    (house / "src/whygrad/words.py").write_text(SOURCE.replace('"sigmoid"', '"sigmoids"'), encoding="utf-8")
    update(house)
    compiled = compile_catalogues(house)
    assert [path.name for path in compiled] == ["whygrad.mo"]
    said = gettext.translation("whygrad", house / "src/whygrad/locale", ["pt_BR"])
    assert said.gettext("Hello, {name}!") == "Olá, {name}!"
    assert [said.ngettext("{n} gradient", "{n} gradients", n) for n in (0, 1, 2)] == ["{n} gradiente", "{n} gradiente", "{n} gradientes"]
    assert said.gettext("sigmoids") == "sigmoids"
