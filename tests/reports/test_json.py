import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tests.reports.diagnoses import BROKEN, RIGHT, SEED
from whygrad.checking.hints import capped
from whygrad.reports.json import alone, both, document, documents, dumped, overall
from whygrad.reports.words import words

ENGLISH = words("en")
SCHEMA = Draft202012Validator(json.loads((files("whygrad.reports") / "whygrad-1.schema.json").read_text()))


@pytest.mark.parametrize("hint", [None, 1, 2, 3, 4])
@pytest.mark.parametrize("diagnosis", [SEED, RIGHT, BROKEN])
def test_every_document_keeps_to_the_schema(diagnosis, hint):
    SCHEMA.validate(json.loads(dumped(document(capped(diagnosis, hint), ENGLISH))))


def test_several_files_are_a_collection_and_keep_to_the_schema():
    found = documents([RIGHT, BROKEN, SEED], ENGLISH)
    SCHEMA.validate(found)
    assert [file["file"] for file in found["files"]] == ["right.py", "broken.py", "examples/seed/neuron.py"]
    assert found["verdict"] == "wrong"


@pytest.mark.parametrize(
    ("path", "value"),
    [(("verdict",), "maybe"), (("findings", 0, "code"), "WG1"), (("findings", 0, "span", "line"), 0), (("targets", 0, "notes"), None)],
)
def test_the_schema_refuses_what_is_no_report(path, value):
    found = document(SEED, ENGLISH)
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ValidationError):
        SCHEMA.validate(found)


def test_a_finding_says_all_that_it_knows():
    found = document(SEED, ENGLISH)["findings"][2]
    file = {"file": "examples/seed/neuron.py"}
    assert found == {
        "code": "WG106",
        "slug": "forward-value-for-gradient",
        "severity": "error",
        "confidence": "certain",
        "targets": ["grad_x"],
        "span": {**file, "line": 7, "column": 17, "end_line": 7, "end_column": 27},
        "message": "`activation` is a forward value; the gradient from above, `grad_product`, belongs here.",
        "explanation": "Local gradient × gradient from above: 2 × 0.1966 = 0.3932.",
        "yours": 0.7310585786300049,
        "expected": 0.19661193324148185,
        "related": [{"span": {**file, "line": 7, "column": 37, "end_line": 7, "end_column": 47}, "message": "and here"}],
        "counterexample": {
            "inputs": {"w[0]": 2.0, "x[0]": -1.0},
            "yours": [-0.7310585786300049],
            "true": [0.3932238664829637, -0.5898357997244456],
        },
        "fix": {
            "group": "fix-4",
            "certainty": "verified",
            "edits": [
                {"span": {**file, "line": 7, "column": 17, "end_line": 7, "end_column": 27}, "replacement": "grad_product"},
                {"span": {**file, "line": 7, "column": 37, "end_line": 7, "end_column": 47}, "replacement": "grad_product"},
            ],
        },
    }


def test_sentences_follow_the_language_and_codes_do_not(portuguese):
    diagnosis = replace(RIGHT, targets=(replace(RIGHT.targets[0], given=SEED.targets[0].given),))
    english, said = document(diagnosis, ENGLISH), document(diagnosis, portuguese)
    assert (english["language"], said["language"]) == ("en", "pt-BR")
    assert said["verdict"] == english["verdict"] == "right"


def test_numbers_that_json_lacks_are_strings():
    text = dumped({"values": alone([math.nan, math.inf, -math.inf, 1.0, True, None, "x", 1j, {2: 3.5}])})
    assert json.loads(text)["values"] == ["NaN", "Infinity", "-Infinity", 1.0, True, None, "x", "1j", {"2": 3.5}]


def test_a_large_value_is_its_shape_and_the_worst_entry():
    true = [[float(i * 50 + j) for j in range(50)] for i in range(30)]
    yours = [list(row) for row in true]
    yours[17][3] = math.nan
    yours[2][1] += 5
    mine, right = both(yours, true)
    assert mine == {"shape": [30, 50], "worst": {"index": [17, 3], "value": "NaN"}}
    assert right == {"shape": [30, 50], "worst": {"index": [17, 3], "value": 853.0}}


def test_a_large_value_beside_a_number_has_no_place_in_common():
    mine, right = both([0.0] * 2000, 3.0)
    assert mine == {"shape": [2000], "worst": None}
    assert right == 3.0


def test_a_large_value_alone_shows_its_first_entry():
    assert alone({"w": [1.5] * 1001}) == {"shape": None, "worst": {"index": ["w", 0], "value": 1.5}}


def test_json_fits_the_encoding_of_the_stream():
    found = {"message": "ação ∂"}
    assert "ação" in dumped(found, "utf-8")
    assert json.loads(dumped(found, "latin-1").encode("latin-1")) == found
    assert json.loads(dumped({"file": "\udcff.py"}, "utf-8")) == {"file": "\udcff.py"}


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [([], "right"), (["right"], "right"), (["right", "unknown"], "unknown"), (["wrong", "unknown", "right"], "wrong")],
)
def test_of_many_files_the_worst_one_counts(verdicts, worst):
    assert overall(verdicts) == worst
