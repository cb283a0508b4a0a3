"""The command `whygrad`. What takes time to import is imported when it is needed: help has to be there at once.

Click reads the command line and hands back a job; the job runs when Click is done, outside of all that is set for it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from whygrad import LIMIT, __version__
from whygrad.reports.click_words import click_speaks
from whygrad.reports.words import UnknownLanguage, Words, languages, words
from whygrad.text import Text, _

if TYPE_CHECKING:
    from rich.text import Text as Styled

    from whygrad.checking.report import Diagnosis
    from whygrad.files import Opened
    from whygrad.reports.screen import Color

RIGHT, WRONG, CANNOT = 0, 1, 2
INTERRUPTED = 130  # what shells expect of a command that was stopped with Ctrl-C
EXIT_CODES = {"right": RIGHT, "wrong": WRONG, "unknown": CANNOT}
DEBUG = "WHYGRAD_DEBUG"

_GRAD = re.compile(r"([^\W\d]\w*)\s*=\s*([^\W\d]\w*(?:\[[^\[\]]+\])*)")

Job = Callable[[], int]


class Asked(NamedTuple):
    """What is said on the command line about the programs, and about the output."""

    words: Words
    color: Color
    of: str | None
    grads: Mapping[str, str]
    limit: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 right, 1 wrong, 2 can't be analysed."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        said = words(_language_said(given))
    except UnknownLanguage as unknown:
        _complain(words(), unknown.text)
        return CANNOT
    try:
        job = _read(given, said)
        return job()
    except (KeyboardInterrupt, click.Abort):
        _complain(said, Text(_("Stopped.")))
        return INTERRUPTED
    except OSError as error:
        _complain(said, Text(_("I can't write: {words}."), {"words": error.strerror or str(error)}))
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        for text in _our_fault(error):
            _complain(said, text)
    return CANNOT


def _language_said(arguments: Sequence[str]) -> str | None:
    """The last `--lang`. It is needed before Click reads the line, for Click's own words."""
    found = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            found = arguments[position + 1]
        elif argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
    return found


def _read(arguments: list[str], said: Words) -> Job:
    """The job that a command line asks for. A line that can't be read is a job too: that of saying so."""
    with click_speaks(said):
        try:
            job = _commands(said).main(arguments, prog_name="whygrad", standalone_mode=False)
        except click.ClickException as error:
            context = error.ctx if isinstance(error, click.UsageError) else None
            usage = context.get_usage() if context is not None else ""
            path = context.command_path if context is not None else "whygrad"
            message = error.format_message()
            return partial(_misused, said, usage, path, message)
    return job if callable(job) else partial(int, job or RIGHT)


def _misused(said: Words, usage: str, path: str, message: str) -> int:
    more = Text(_("`{command} --help` says more."), {"command": path})
    _err("".join(f"{line}\n" for line in (usage, f"{said.say(_('Error'))}: {message}", said.say(more)) if line))
    return CANNOT


# --- the commands


def _commands(said: Words) -> click.Group:
    """The command line, its help in the language that was said."""
    say = said.say
    group = click.Group(
        "whygrad",
        help=say(_("Why is this gradient what it is, and why is mine wrong?")),
        epilog=say(_("Exit codes: 0 all gradients are right, 1 one is wrong, 2 something can't be analysed.")),
        params=[*_shared(said), _flag(("--version",), say(_("Show the version.")), f"whygrad {__version__}")],
        callback=_bare,
        invoke_without_command=True,
        add_help_option=False,
        options_metavar=say(_("[OPTIONS]")),
        subcommand_metavar=say(_("COMMAND [ARGUMENTS]...")),
    )
    group.add_command(_check_command(said))
    group.add_command(_fix_command(said))
    group.add_command(_show_command(said))
    group.add_command(_derive_command(said))
    code = click.Argument(["name"], required=False, metavar=say(_("[CODE|NAME]")))
    group.add_command(_command(said, "explain", _explain, say(_("Explain a kind of mistake, or list them all.")), [code]))
    return group


def _check_command(said: Words) -> click.Command:
    say = said.say
    files = click.Argument(["files"], nargs=-1, required=True, metavar=say(_("FILE...")))
    hint = click.Option(
        ["--hint"],
        type=click.Choice(["1", "2", "3", "4"]),
        help=say(_("Tell less: 1 where, 2 and what kind of mistake, 3 and the rule, 4 and the fix.")),
    )
    text = say(_("Check the gradients in FILEs; - is standard input."))
    return _command(said, "check", _check, text, [files, hint, *_about_programs(said), _format(said)])


def _fix_command(said: Words) -> click.Command:
    say = said.say
    file = click.Argument(["file"], metavar=say(_("FILE")))
    write = click.Option(["--write"], is_flag=True, help=say(_("Put the file right.")))
    diff = click.Option(["--diff"], is_flag=True, help=say(_("Show what would change (this is what happens if nothing is said).")))
    text = say(_("Apply the fixes that were verified. For - the fixed program is printed."))
    return _command(said, "fix", _fix, text, [file, write, diff, *_about_programs(said)])


def _show_command(said: Words) -> click.Command:
    say = said.say
    file = click.Argument(["file"], metavar=say(_("FILE")))
    svg = click.Option(["--svg"], metavar=say(_("FILE")), help=say(_("Draw a picture into FILE; - is standard output.")))
    expand = click.Option(
        ["--expand"],
        metavar=say(_("NAME")),
        multiple=True,
        help=say(_("Open the boxes of this name (a function, a value), or `all`. May be given several times.")),
    )
    depth = click.Option(
        ["--depth"], metavar="N", default="0", callback=partial(_depth, said), help=say(_("Open so many levels of boxes."))
    )
    of, _grad, limit = _about_programs(said)
    text = say(_("Show the circuit of the program in FILE, with values and gradients; - is standard input."))
    return _command(said, "show", _show_circuit, text, [file, svg, expand, depth, of, limit, _format(said)])


def _derive_command(said: Words) -> click.Command:
    say = said.say
    file = click.Argument(["file"], metavar=say(_("FILE")))
    wrt = click.Option(
        ["--wrt"],
        metavar=say(_("NAME")),
        multiple=True,
        help=say(_("An input, like x or x[0]: only what is named is derived. May be given several times.")),
    )
    latex = click.Option(["--latex"], is_flag=True, help=say(_("LaTeX, to paste into a text.")))
    of, _grads, limit = _about_programs(said)
    text = say(_("Derive the gradients of FILE by the chain rule, step by step; - is standard input."))
    return _command(said, "derive", _derive, text, [file, wrt, latex, of, limit, _format(said)])


def _format(said: Words) -> click.Option:
    return click.Option(["--format"], type=click.Choice(["text", "json"]), default="text", help=said.say(_("For people, or for programs.")))


def _about_programs(said: Words) -> list[click.Parameter]:
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


def _command(said: Words, name: str, job: Callable[..., int], text: str, params: list[click.Parameter]) -> click.Command:
    def callback(**settings: Any) -> Job:
        context = click.get_current_context()
        above = context.parent.params if context.parent is not None else {}
        color: Color = settings.pop("color") or above.get("color") or "auto"
        asked = Asked(said, color, settings.pop("of", None), settings.pop("grads", {}), settings.pop("limit", LIMIT))
        return partial(job, asked, **settings)

    return click.Command(
        name,
        callback=callback,
        help=text,
        params=[*params, *_shared(said)],
        add_help_option=False,
        options_metavar=said.say(_("[OPTIONS]")),
    )


def _shared(said: Words) -> list[click.Parameter]:
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
        _flag(("-h", "--help"), say(_("Show this help."))),
    ]


def _flag(names: Sequence[str], text: str, answer: str | None = None) -> click.Option:
    """An option that is a question: it is answered, and nothing else is done. Without an answer, it asks for help."""

    def reply(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value:
            _out(f"{context.get_help() if answer is None else answer}\n")
            context.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=reply, help=text)


def _bare(color: str | None) -> Job | None:
    """Without a command there is nothing to do: help, and the exit code of a line that can't be read."""
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        return None
    return partial(_helped, context.get_help())


def _helped(text: str) -> int:
    _err(f"{text}\n")
    return CANNOT


def _grads(said: Words, _context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    found = {}
    for value in values:
        match = _GRAD.fullmatch(value.strip())
        if match is None:
            text = Text(_("“{value}” is not of the form NAME=VARIABLE, like grad_x=x."), {"value": value})
            raise click.BadParameter(said.say(text))
        found[match[1]] = match[2]
    return found


def _limit(said: Words, _context: click.Context, _parameter: click.Parameter, value: str) -> int:
    limit = int(value) if re.fullmatch(r"\d+(_\d+)*", value, re.ASCII) else 0
    if limit < 1:
        raise click.BadParameter(said.say(Text(_("“{value}” is not a whole number above 0."), {"value": value})))
    return limit


def _depth(said: Words, _context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise click.BadParameter(said.say(Text(_("“{value}” is not a whole number."), {"value": value})))
    return int(value)


# --- what they do


def _check(asked: Asked, files: Sequence[str], hint: str | None, format: str) -> int:
    from whygrad.checking.hints import capped
    from whygrad.reports.json import document, documents, dumped, overall

    step = None if hint is None else int(hint)
    diagnoses = []
    for number, file in enumerate(files):
        diagnosis = capped(_diagnosed(asked, file), step)
        diagnoses.append(diagnosis)
        if format == "text":
            from whygrad.reports.screen import screen_width
            from whygrad.reports.terminal import report

            _show(asked, report(diagnosis, asked.words, screen_width(), step), before="\n" if number else "")
    if format == "json":
        found = document(diagnoses[0], asked.words) if len(diagnoses) == 1 else documents(diagnoses, asked.words)
        _out(f"{dumped(found, getattr(sys.stdout, 'encoding', None))}\n")
    return EXIT_CODES[overall([diagnosis.verdict for diagnosis in diagnoses])]


def _fix(asked: Asked, file: str, write: bool, diff: bool) -> int:
    from whygrad.files import STDIN, Unreadable, read

    if write and (diff or file == STDIN):
        text = _("--write and --diff exclude each other.") if diff else _("Standard input can't be put right: leave --write out.")
        return _misused(asked.words, "", "whygrad fix", asked.words.say(text))

    from whygrad.checking.fixing import fixed
    from whygrad.reports.changes import summary

    try:
        opened = read(file)
        before = _checked(asked, opened.text, opened.file)
        text = fixed(opened.text, before)
        after = _checked(asked, text, opened.file) if text != opened.text else before
        if file == STDIN and not diff:
            _raw(opened.encoded(text))
        elif write and text != opened.text:
            opened.write(text)
        elif text != opened.text:
            _patch(asked, opened, text)
    except Unreadable as unreadable:
        _show_problems(asked, unreadable.diagnosis)
        return CANNOT
    for line in summary(before, after, done=write or file == STDIN):
        _err(f"{asked.words.say(line)}\n")
    if after.verdict == "unknown":
        _show_problems(asked, after)
    return EXIT_CODES[after.verdict]


def _show_circuit(asked: Asked, file: str, svg: str | None, expand: Sequence[str], depth: int, format: str) -> int:
    from whygrad.files import STDIN, Unreadable, read
    from whygrad.reports.circuit import Circuit, NoPicture, circuit
    from whygrad.reports.json import dumped
    from whygrad.reports.screen import screen_width, wants_color

    try:
        opened = read(file)
        made = circuit(opened.text, opened.file, asked.words, of=asked.of, limit=asked.limit, expand=expand, depth=depth)
    except Unreadable as unreadable:
        made = Circuit(unreadable.file, "", None, (unreadable.problem,), asked.words)
    if svg is not None and made.ok:
        try:
            drawn = made.svg().encode()
        except NoPicture as missing:
            _complain(asked.words, Text("{words}", {"words": str(missing)}))
            return CANNOT
        if svg == STDIN:
            _raw(drawn)
            return RIGHT
        with open(svg, "wb") as stream:
            stream.write(drawn)
    if format == "json":
        _out(f"{dumped(made.to_dict(), getattr(sys.stdout, 'encoding', None))}\n")
    else:
        _out(made.painted(screen_width(), color=sys.stdout is not None and wants_color(sys.stdout, asked.color)))
    return RIGHT if made.ok else CANNOT


def _derive(asked: Asked, file: str, wrt: Sequence[str], latex: bool, format: str) -> int:
    from whygrad.explaining.derivation import Derivation
    from whygrad.explaining.derive import derive
    from whygrad.files import Unreadable, read
    from whygrad.reports.blackboard import blackboard
    from whygrad.reports.derivation import DerivationReport, told
    from whygrad.reports.json import dumped
    from whygrad.reports.screen import screen_width

    try:
        opened = read(file)
        derivation = derive(opened.text, opened.file, of=asked.of, wrt=wrt, limit=asked.limit)
    except Unreadable as unreadable:
        derivation = Derivation(unreadable.file, "", problems=(unreadable.problem,))
    made = DerivationReport(derivation, asked.words)
    if format == "json":
        _out(f"{dumped(made.to_dict(), getattr(sys.stdout, 'encoding', None))}\n")
    elif latex and made.ok:
        if (beside := told(derivation)) is not None:
            _err(f"{asked.words.say(beside)}\n")
        _out(made.latex())
    else:
        _show(asked, blackboard(derivation, asked.words, screen_width()))
    return RIGHT if made.ok else CANNOT


def _explain(asked: Asked, name: str | None) -> int:
    from whygrad.checking.rules import PAGES, find
    from whygrad.reports.page import listing, page, unknown
    from whygrad.reports.screen import screen_width

    if name is None:
        _show(asked, listing(PAGES.values(), asked.words, screen_width()))
        return RIGHT
    found = find(name)
    if found is None:
        _complain(asked.words, unknown(name, PAGES))
        return CANNOT
    _show(asked, page(found, asked.words, screen_width()))
    return RIGHT


def _diagnosed(asked: Asked, file: str) -> Diagnosis:
    """A check that can't fail: what goes wrong is a problem in the report on this file, and the next file has its turn."""
    from whygrad.files import Unreadable, read

    try:
        opened = read(file)
    except Unreadable as unreadable:
        return unreadable.diagnosis
    return _checked(asked, opened.text, opened.file)


def _checked(asked: Asked, text: str, file: str) -> Diagnosis:
    from whygrad.checking.check import check
    from whygrad.checking.report import Diagnosis, Problem

    try:
        return check(text, file, of=asked.of, grads=asked.grads, limit=asked.limit)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        message, *help_ = _our_fault(error)
        return Diagnosis(file, text, "unknown", problems=(Problem("internal-error", message, None, tuple(help_)),))


def _our_fault(error: Exception) -> tuple[Text, ...]:
    fields = {"kind": type(error).__name__, "words": str(error) or "-", "variable": f"{DEBUG}=1"}
    return (
        Text(_("Something went wrong in whygrad itself; it is not your fault. ({kind}: {words})"), fields),
        Text(_("Set {variable} in the environment and try again to see where, and please report it."), fields),
    )


# --- output


def _show(asked: Asked, lines: Sequence[Styled], before: str = "") -> None:
    from whygrad.reports.screen import painted, wants_color

    color = sys.stdout is not None and wants_color(sys.stdout, asked.color)
    _out(before + painted(lines, color=color))


def _show_problems(asked: Asked, diagnosis: Diagnosis) -> None:
    """The problems alone, beside the output."""
    from dataclasses import replace

    from whygrad.reports.screen import painted, screen_width, wants_color
    from whygrad.reports.terminal import report

    only = replace(diagnosis, assumptions=(), targets=(), findings=())
    color = sys.stderr is not None and wants_color(sys.stderr, asked.color)
    if only.problems:
        _err(painted(report(only, asked.words, screen_width()), color=color))


def _patch(asked: Asked, opened: Opened, text: str) -> None:
    """The change as a patch: in colour for people, byte for byte for programs."""
    from whygrad.reports.changes import unified
    from whygrad.reports.screen import wants_color

    rows = unified(opened.text, text, opened.file, opened.file).splitlines(keepends=True)
    if sys.stdout is not None and wants_color(sys.stdout, asked.color):
        styles = {"+": "green", "-": "red", "@": "cyan"}
        _out("".join(click.style(row, fg=styles[row[0]]) if row[0] in styles else row for row in rows))
    else:
        _raw("".join(rows).encode(opened.encoding.removesuffix("-sig"), "surrogateescape"))


def _raw(data: bytes) -> None:
    from whygrad.reports.screen import write_bytes

    write_bytes(data, sys.stdout)


def _out(text: str) -> None:
    from whygrad.reports.screen import write

    write(text, sys.stdout)


def _err(text: str) -> None:
    from whygrad.reports.screen import write

    write(text, sys.stderr)


def _complain(said: Words, text: Text) -> None:
    _err(f"{said.say(_('Error'))}: {said.say(text)}\n")
