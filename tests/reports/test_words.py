import pytest

from whygrad.reports.words import UnknownLanguage, language, languages, words
from whygrad.text import Text


@pytest.mark.parametrize("said", ["pt", "pt_BR", "pt-br", "PT-BR", "pt_BR.UTF-8", "pt_PT"])
def test_portuguese_goes_by_many_names(portuguese, said):
    assert language(said) == "pt-BR"


@pytest.mark.parametrize("said", ["fr", "", "portuguese", "../en", "p"])
def test_a_language_that_is_not_there_is_refused_with_those_that_are(portuguese, said):
    with pytest.raises(UnknownLanguage, match="en, pt-BR"):
        words(said)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt-BR"),
        ({"LANG": "pt_BR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "pt_BR"}, "pt-BR"),
        ({"LC_ALL": "", "LANG": "pt"}, "pt-BR"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "pt_BR@euro"}, "pt-BR"),
    ],
)
def test_the_environment_names_the_language_when_nobody_else_does(portuguese, environment, expected):
    assert language(None, environment) == expected


def test_the_environment_is_asked_anew_each_time(portuguese, monkeypatch):
    monkeypatch.setenv("LC_ALL", "pt_BR.UTF-8")
    assert words().language == "pt-BR"
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert words().language == "en"


def test_a_text_in_a_field_is_said_in_the_same_language(portuguese):
    text = Text("given that {given}", {"given": Text("the {gate}", {"gate": Text("add gate")})})
    assert portuguese.say(text) == "dado que a porta de soma"
    assert words("en").say(text) == "given that the add gate"


@pytest.mark.parametrize(("n", "said"), [(0, "0 gradiente"), (1, "1 gradiente"), (2, "2 gradientes")])
def test_plurals_follow_the_language(portuguese, n, said):
    assert portuguese.say(Text("{n} gradient", {"n": n}, plural="{n} gradients")) == said


def test_english_has_its_own_plural():
    assert words("en").say(Text("{n} gradient", {"n": 0}, plural="{n} gradients")) == "0 gradients"


def test_what_has_no_translation_stays_english(portuguese):
    assert portuguese.say(Text("never {said}", {"said": 1.5})) == "never 1.5"


def test_without_a_compiled_catalogue_a_language_speaks_english(tmp_path, monkeypatch):
    from whygrad.reports import words as module

    (tmp_path / "pt_BR" / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.setattr(module, "CATALOGUES", tmp_path)
    module._words.cache_clear()
    assert languages() == ("en", "pt-BR")
    assert words("pt").say("right") == "right"
    module._words.cache_clear()


def test_numbers_in_a_sentence_are_short_and_told_apart():
    say = words("en").say
    assert say(Text("{a} for {b}", {"a": 0.123456789, "b": 1.0})) == "0.1235 for 1"
    assert say(Text("{a} for {b}", {"a": 0.1234561, "b": 0.1234562})) == "0.1234561 for 0.1234562"
    assert say(Text("{all}", {"all": [0.25, 1 / 3]})) == "[0.25, 0.3333]"


def test_braces_in_code_are_no_fields():
    assert words("en").say(Text("`{code}`", {"code": "{x: {y}}"})) == "`{x: {y}}`"


def test_a_list_of_names_is_said_as_a_sentence(portuguese):
    assert portuguese.all_of(["a", "b", "c"]) == "a, b e c"
    assert portuguese.all_of(["a"]) == "a"
    assert portuguese.all_of([]) == ""
