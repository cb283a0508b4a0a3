"""What can be said on the command line of several commands, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from whygrad import LIMIT
from whygrad.reports.words import Words, languages
from whygrad.speaking import STDOUT, say_out
from whygrad.text import Text, _

if TYPE_CHECKING:
    from whygrad.checking.arrays.inputs import BadInput, Input

_GRAD = re.compile(r"([^\W\d]\w*)\s*=\s*([^\W\d]\w*(?:\[[^\[\]]+\])*)")


def page_option(said: Words) -> click.Option:
    text = _("Write a page into OUT: the circuit, to step through, open and close in a browser; without OUT, or as -, print it.")
    return click.Option(["--html"], is_flag=False, flag_value=STDOUT, metavar=said.say(_("[OUT]")), help=said.say(text))


def format_option(said: Words) -> click.Option:
    return click.Option(["--format"], type=click.Choice(["text", "json"]), default="text", help=said.say(_("For people, or for programs.")))


def about_programs(said: Words) -> list[click.Parameter]:
    """The options that say something about the programs."""
    say = said.say
    return [
        click.Option(["--of"], metavar=say(_("NAME")), help=say(_("The variable that is differentiated: the output, the loss."))),
        click.Option(
            ["--grad", "grads"],
            metavar=say(_("NAME=VARIABLE")),
            multiple=True,
            callback=partial(_grads, said),
            help=say(_("NAME is the gradient with respect to VARIABLE. May be given several times.")),
        ),
        click.Option(
            ["--limit"],
            metavar="N",
            default=str(LIMIT),
            callback=partial(_limit, said),
            help=say(Text(_("Turns of loops and calls after which I stop a program (if not said: {limit})."), {"limit": LIMIT})),
        ),
    ]


def iteration_option(said: Words) -> click.Option:
    return click.Option(
        ["--iteration"],
        metavar="N",
        default="1",
        callback=partial(_limit, said),
        help=said.say(_("Of a program on arrays that trains in a loop: the turn of it that I look at.")),
    )


def about_inputs(said: Words) -> list[click.Parameter]:
    """The options that say what functions on arrays are given."""
    say = said.say
    return [
        click.Option(
            ["--input", "inputs"],
            metavar=say(_("NAME=VALUE")),
            multiple=True,
            callback=partial(_inputs, said),
            help=say(_("What functions on arrays are given for a parameter, like x=randn(N, D). May be given several times.")),
        ),
        click.Option(
            ["--course"],
            metavar=say(_("NAME")),
            callback=partial(_course, said),
            help=say(_("Give functions the inputs of a course; `whygrad courses` lists them.")),
        ),
    ]


def shared_options(said: Words) -> list[click.Parameter]:
    """The options that stand before or after a command's name."""
    say = said.say
    return [
        click.Option(
            ["--lang"],
            metavar="|".join(languages()),
            expose_value=False,  # it was read before Click was asked
            help=say(_("The language of the report (if not said: that of the locale).")),
        ),
        click.Option(["--color"], type=click.Choice(["auto", "always", "never"]), help=say(_("Colours in the report."))),
        flag(("-h", "--help"), say(_("Show this help."))),
    ]


def flag(names: Sequence[str], text: str, answer: str | None = None) -> click.Option:
    """An option that is a question: it is answered, and nothing else is done. Without an answer, it asks for help."""

    def reply(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value:
            say_out(f"{context.get_help() if answer is None else answer}\n")
            context.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=reply, help=text)


# --- how what is said is read


def _grads(said: Words, _context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    found = {}
    for value in values:
        match = _GRAD.fullmatch(value.strip())
        if match is None:
            text = Text(_("“{value}” is not of the form NAME=VARIABLE, like grad_x=x."), {"value": value})
            raise click.BadParameter(said.say(text))
        found[match[1]] = match[2]
    return found


def _inputs(said: Words, _context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, Input]:
    """What is said of inputs, each tried out: a mistake is shown where it stands in the option."""
    if not values:
        return {}
    from whygrad.checking.arrays.inputs import BadInput, NotKnown, Values, option

    found: dict[str, Input] = {}
    for value in values:
        try:
            name, made = option(value)
            found[name] = made
        except BadInput as bad:
            raise click.BadParameter(_in_option(said, value, bad, 0)) from None
    for value, name in zip(values, found, strict=False):
        try:
            Values(found).of(name)
        except NotKnown:
            pass  # another input, perhaps, that is said in a file
        except BadInput as bad:
            raise click.BadParameter(_in_option(said, value, bad, len(value) - len(value.partition("=")[2].lstrip()))) from None
    return found


def _in_option(said: Words, value: str, bad: BadInput, shift: int) -> str:
    """What is wrong with an input, the place marked under it, and what to do."""
    mark = " " * (bad.start + shift) + "^" * max(bad.end - bad.start, 1)
    shown = re.sub(r"\s", " ", value)
    return "\n".join([said.say(bad.text), f"    {shown}", f"    {mark}", *(said.say(one) for one in bad.help)])


def _course(said: Words, _context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from whygrad.checking.courses import UnknownCourse, course

    try:
        course(value)
    except UnknownCourse as unknown:
        raise click.BadParameter(" ".join(said.say(one) for one in (unknown.text, *unknown.help))) from None
    return value


def _limit(said: Words, _context: click.Context, _parameter: click.Parameter, value: str) -> int:
    limit = int(value) if re.fullmatch(r"\d+(_\d+)*", value, re.ASCII) else 0
    if limit < 1:
        raise click.BadParameter(said.say(Text(_("“{value}” is not a whole number above 0."), {"value": value})))
    return limit


def depth_said(said: Words, _context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise click.BadParameter(said.say(Text(_("“{value}” is not a whole number."), {"value": value})))
    return int(value)
