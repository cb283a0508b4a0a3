import json
from dataclasses import replace

import pytest

from tests.reports.diagnoses import RIGHT, SEED
from whygrad.checking.hints import capped
from whygrad.reports.json import document
from whygrad.reports.screen import painted
from whygrad.reports.terminal import report
from whygrad.reports.words import words
from whygrad.text import Text

ENGLISH = words("en")

#: Words of the seed's diagnosis, with the step of the ladder at which they may first be seen.
FIRST_SEEN = {
    "WG106": 2,
    "forward-value-for-gradient": 2,
    "A forward value stands where the gradient from above belongs": 2,
    "Every wire of the circuit carries two numbers": 2,
    "is a forward value": 4,
    "and here": 4,
    "0.7310585786300049": 3,
    "0.19661193324148185": 3,
    "0.3932238664829637": 3,
    "is meant as the sigmoid": 3,
    "an add gate hands on": 3,
    "Local gradient × gradient from above": 4,
    "summed over the paths": 3,
    "replacement": 4,
    "fix-4": 4,
    "import math": 4,
}

#: General words make room for the words on this program.
LAST_SEEN = {
    "A forward value stands where the gradient from above belongs": 3,
    "Every wire of the circuit carries two numbers": 2,
    "summed over the paths": 3,
}


def shown(hint):
    return json.dumps(document(capped(SEED, hint), ENGLISH), ensure_ascii=False)


@pytest.mark.parametrize("hint", [1, 2, 3, 4])
@pytest.mark.parametrize("words_of_it", FIRST_SEEN)
def test_nothing_of_a_higher_step_leaks(hint, words_of_it):
    assert (words_of_it in shown(hint)) == (FIRST_SEEN[words_of_it] <= hint <= LAST_SEEN.get(words_of_it, 4))


@pytest.mark.parametrize("hint", [1, 2, 3, 4])
def test_the_terminal_shows_no_more_than_the_json(hint):
    text = painted(report(capped(SEED, hint), ENGLISH, 1000, hint), color=False)
    for said, step in FIRST_SEEN.items():
        if step > hint and not said.startswith("0."):
            assert said not in text
    assert ("+ import math" in text) == (hint == 4)
    assert ("0.1966" in text) == (hint >= 3)
    assert (f"--hint {hint + 1}" in text) == (hint < 4)


def test_the_first_step_still_says_where_and_which_gradients():
    found = document(capped(SEED, 1), ENGLISH)
    finding = found["findings"][2]
    assert finding["span"]["line"] == 7
    assert finding["targets"] == ["grad_x"]
    assert [target["verdict"] for target in found["targets"]] == ["right", "wrong", "wrong"]
    assert [finding[key] for key in ("code", "slug", "message", "explanation", "yours", "expected", "counterexample", "fix")] == [None] * 8


def test_why_a_verdict_is_unknown_is_no_secret():
    target = replace(RIGHT.targets[0], verdict="unknown", reason=Text("the program stops before it"))
    found = document(capped(replace(RIGHT, targets=(target,)), 1), ENGLISH)
    assert found["targets"][0]["reason"] == "the program stops before it"


@pytest.mark.parametrize("hint", [None, 4])
def test_the_last_step_is_everything(hint):
    assert capped(SEED, hint) is SEED
