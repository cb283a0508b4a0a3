"""The command `whygrad`. What takes time to import is imported when it is needed: help has to be there at once.

Click reads the command line and hands back a job; the job runs when Click is done, outside of all that is set for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from whygrad import LIMIT, __version__, jobs
from whygrad.options import about_inputs, about_programs, depth_said, flag, format_option, iteration_option, page_option, shared_options
from whygrad.patience import BadPatience, times
from whygrad.reports.click_words import click_speaks
from whygrad.reports.words import UnknownLanguage, Words, words
from whygrad.speaking import CANNOT, DEBUG, RIGHT, Asked, complain, misused, our_fault, say_aside
from whygrad.text import Text, _

if TYPE_CHECKING:
    from whygrad.reports.screen import Color

INTERRUPTED = 130  # what shells expect of a command that was stopped with Ctrl-C

Job = Callable[[], int]


def _not_written(error: OSError) -> Text:
    """Which file can't be written, and why."""
    if error.filename is None:
        return Text(_("I can't write: {words}."), {"words": error.strerror or str(error)})
    fields = {"file": str(error.filename), "words": error.strerror or str(error)}
    if isinstance(error, FileNotFoundError):
        return Text(_("I can't write `{file}`: its folder doesn't exist."), fields)
    if isinstance(error, IsADirectoryError):
        return Text(_("I can't write `{file}`: that is a folder."), fields)
    if isinstance(error, PermissionError):
        return Text(_("I can't write `{file}`: I may not write there."), fields)
    return Text(_("I can't write `{file}`: {words}."), fields)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 right, 1 wrong, 2 can't be analysed."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        said = words(language_said(given))
    except UnknownLanguage as unknown:
        complain(words(), unknown.text)
        return CANNOT
    try:
        job = read(given, said)
        return job()
    except (KeyboardInterrupt, click.Abort):
        complain(said, Text(_("Stopped.")))
        return INTERRUPTED
    except OSError as error:
        complain(said, _not_written(error))
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        for text in our_fault(error):
            complain(said, text)
    return CANNOT


def language_said(arguments: Sequence[str]) -> str | None:
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


def read(arguments: list[str], said: Words) -> Job:
    """The job that a command line asks for. A line that can't be read is a job too: that of saying so."""
    with click_speaks(said):
        try:
            job = _commands(said).main(arguments, prog_name="whygrad", standalone_mode=False)
        except click.ClickException as error:
            context = error.ctx if isinstance(error, click.UsageError) else None
            usage = context.get_usage() if context is not None else ""
            path = context.command_path if context is not None else "whygrad"
            message = error.format_message()
            return partial(misused, said, usage, path, message)
    return job if callable(job) else partial(int, job or RIGHT)


# --- the commands


def _commands(said: Words) -> click.Group:
    """The command line, its help in the language that was said."""
    say = said.say
    group = click.Group(
        "whygrad",
        help=say(_("Why is this gradient what it is, and why is mine wrong?")),
        epilog=say(_("Exit codes: 0 all gradients are right, 1 one is wrong, 2 something can't be analysed.")),
        params=[*shared_options(said), flag(("--version",), say(_("Show the version.")), f"whygrad {__version__}")],
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
    group.add_command(_command(said, "courses", jobs.courses, say(_("List the courses whose functions I know the inputs of.")), []))
    code = click.Argument(["name"], required=False, metavar=say(_("[CODE|NAME]")))
    group.add_command(_command(said, "explain", jobs.explain, say(_("Explain a kind of mistake, or list them all.")), [code]))
    return group


def _check_command(said: Words) -> click.Command:
    say = said.say
    files = click.Argument(["files"], nargs=-1, required=True, metavar=say(_("FILE...")))
    hint = click.Option(
        ["--hint"],
        type=click.Choice(["1", "2", "3", "4"]),
        help=say(_("Tell less: 1 where, 2 and what kind of mistake, 3 and the rule, 4 and the fix.")),
    )
    trap = click.Option(
        ["--trap-nan"], is_flag=True, help=say(_("Of functions on arrays: name the first gate that makes an infinity or a nan."))
    )
    text = say(_("Check the gradients in FILEs; - is standard input."))
    params = [files, hint, trap, page_option(said), *about_inputs(said), *about_programs(said), iteration_option(said), format_option(said)]
    return _command(said, "check", jobs.check, text, params)


def _fix_command(said: Words) -> click.Command:
    say = said.say
    file = click.Argument(["file"], metavar=say(_("FILE")))
    write = click.Option(["--write"], is_flag=True, help=say(_("Put the file right.")))
    diff = click.Option(["--diff"], is_flag=True, help=say(_("Show what would change (this is what happens if nothing is said).")))
    text = say(_("Apply the fixes that were verified. For - the fixed program is printed."))
    return _command(said, "fix", jobs.fix, text, [file, write, diff, *about_inputs(said), *about_programs(said), iteration_option(said)])


def _show_command(said: Words) -> click.Command:
    say = said.say
    file = click.Argument(["file"], metavar=say(_("FILE")))
    drawn = {
        "svg": _("Draw a picture into OUT, as SVG; - is standard output."),
        "png": _("Draw a picture into OUT, in pixels; - is standard output."),
        "dot": _("Write the circuit into OUT, for Graphviz; - is standard output."),
    }
    pictures = [click.Option([f"--{kind}"], metavar=say(_("OUT")), help=say(text)) for kind, text in drawn.items()]
    expand = click.Option(
        ["--expand"],
        metavar=say(_("NAME")),
        multiple=True,
        help=say(_("Open the boxes of this name (a function, a value), or `all`. May be given several times.")),
    )
    depth = click.Option(
        ["--depth"], metavar="N", default="0", callback=partial(depth_said, said), help=say(_("Open so many levels of boxes."))
    )
    code = click.Option(
        ["--show-code"],
        is_flag=True,
        help=say(_("Show the code that computes value and gradients, as `whygrad.compile` writes it.")),
    )
    of, _grad, limit = about_programs(said)
    text = say(_("Show the circuit of the program in FILE, with values and gradients; - is standard input."))
    return _command(
        said,
        "show",
        jobs.show,
        text,
        [
            file,
            *pictures,
            page_option(said),
            code,
            expand,
            depth,
            *about_inputs(said),
            of,
            limit,
            iteration_option(said),
            format_option(said),
        ],
    )


def _derive_command(said: Words) -> click.Command:
    say = said.say
    file = click.Argument(["file"], required=False, metavar=say(_("FILE")))
    wrt = click.Option(
        ["--wrt"],
        metavar=say(_("NAME")),
        multiple=True,
        help=say(_("An input, like x or x[0]: only what is named is derived. May be given several times.")),
    )
    kinds = {
        "latex": _("Write LaTeX: a document into OUT, or (without OUT, or as -) a part to paste into a text."),
        "md": _("Write Markdown into OUT, with formulas as GitHub shows them; without OUT, or as -, print it."),
        "html": _("Write one HTML file into OUT, with formulas that screen readers read; without OUT, or as -, print it."),
    }
    written = [
        click.Option([f"--{kind}"], is_flag=False, flag_value="-", metavar=say(_("[OUT]")), help=say(text)) for kind, text in kinds.items()
    ]
    short = click.Option(["--short"], is_flag=True, help=say(_("One line a module: from one named value to the next.")))
    long = click.Option(
        ["--long"], is_flag=True, help=say(_("One line a gate, all of them; if nothing is said, the last ones of a long program."))
    )
    of, _grads, limit = about_programs(said)
    text = say(_("Derive the gradients of FILE by the chain rule, step by step; - is standard input."))
    params = [file, wrt, *written, short, long, *about_inputs(said), of, limit, iteration_option(said), format_option(said)]
    return _command(said, "derive", jobs.derive, text, params)


def _command(said: Words, name: str, job: Callable[..., int], text: str, params: list[click.Parameter]) -> click.Command:
    def callback(**settings: Any) -> Job:
        context = click.get_current_context()
        try:
            times()  # whatever is checked asks for it
        except BadPatience as bad:
            raise click.UsageError(said.say(bad.text), context) from None
        above = context.parent.params if context.parent is not None else {}
        if name == "derive":
            settings["every"] = settings.pop("long")
            settings["form"] = _form(said, context, settings.pop("short"), settings["every"])
        color: Color = settings.pop("color") or above.get("color") or "auto"
        programs = settings.pop("of", None), settings.pop("grads", {}), settings.pop("limit", LIMIT)
        asked = Asked(said, color, *programs, settings.pop("inputs", {}), settings.pop("course", None), settings.pop("iteration", 1))
        return partial(job, asked, **settings)

    return click.Command(
        name,
        callback=callback,
        help=text,
        params=[*params, *shared_options(said)],
        add_help_option=False,
        options_metavar=said.say(_("[OPTIONS]")),
    )


def _form(said: Words, context: click.Context, short: bool, long: bool) -> str:
    if short and long:
        raise click.UsageError(said.say(_("--short and --long exclude each other.")), context)
    return "short" if short else "long"


def _bare(color: str | None) -> Job | None:
    """Without a command there is nothing to do: help, and the exit code of a line that can't be read."""
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        return None
    return partial(_helped, context.get_help())


def _helped(text: str) -> int:
    say_aside(f"{text}\n")
    return CANNOT
