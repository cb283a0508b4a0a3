"""A derivation on arrays as a JSON document."""

from __future__ import annotations

from typing import Any

from whygrad.explaining.arrays.derivation import ArrayDerivation, ArrayEquation, ArrayModuleForm, ArrayStep, Named, Shared
from whygrad.reports.json import problem_object, span_object
from whygrad.reports.values import plain
from whygrad.reports.words import Words

SCHEMA = "whygrad-array-derivation/1"


def array_document(derivation: ArrayDerivation, words: Words) -> dict[str, Any]:
    """The object whose `schema` is `whygrad-array-derivation/1`."""
    output, above = derivation.output, derivation.above
    return {
        "schema": SCHEMA,
        "file": derivation.file,
        "language": words.language,
        "form": derivation.form,
        "subject": derivation.subject,
        "output": None if output is None else _value(output),
        "from_above": None if above is None else _value(above),
        "given": [_value(one) for one in (*derivation.beside, *derivation.given)],
        "notes": [words.say(note) for note in derivation.notes],
        "forward": [_equation(one) for one in derivation.forward],
        "steps": [_step(one, derivation, words) for one in derivation.steps],
        "modules": [_module(one, words) for one in derivation.modules],
        "inputs": [
            {**_value(one.value), "gradient_name": one.gradient_name, "gradient": plain(one.gradient), "uses": one.uses}
            for one in derivation.inputs
        ],
        "more": {"forward": derivation.more_forward, "steps": derivation.more_steps},
        "problems": [problem_object(one, derivation.file, words) for one in derivation.problems],
    }


def _value(named: Named) -> dict[str, Any]:
    return {
        "name": named.name,
        "code": named.code or named.name,
        "latex": named.latex,
        "shape": list(named.shape),
        "value": plain(named.value),
    }


def _equation(equation: ArrayEquation) -> dict[str, Any]:
    return {
        "left": equation.left.name,
        "shape": list(equation.left.shape),
        "adds": equation.adds,
        "code": list(equation.code),
        "latex": equation.latex,
        "operands": [{"name": one.name, "shape": list(one.shape)} for one in equation.operands],
        "value": plain(equation.value),
    }


def _step(step: ArrayStep, derivation: ArrayDerivation, words: Words) -> dict[str, Any]:
    return {
        "title": words.say(step.title),
        "story": None if step.story is None else words.say(step.story),
        "span": None if step.span is None else span_object(step.span, derivation.file),
        "forward": _equation(step.forward),
        "hands_down": [_shared(one, words) for one in step.shared],
    }


def _module(form: ArrayModuleForm, words: Words) -> dict[str, Any]:
    why = [] if form.why is None else [{"question": words.say(form.why.question), "answer": words.say(form.why.answer)}]
    return {
        "title": words.say(form.title),
        "story": words.say(form.story),
        "out": form.out.name,
        "argument": form.argument.name,
        "as_one_gate": _equation(form.short),
        "gates": form.gates,
        "step_by_step": [_equation(step) for step in form.steps],
        "why": why,
    }


def _shared(share: Shared, words: Words) -> dict[str, Any]:
    why = [{"question": words.say(one.question), "answer": words.say(one.answer)} for one in share.whys]
    return {"to": share.to.name, "equation": _equation(share.equation), "why": why}
