"""What the commands do, each a job that gives an exit code. What takes time to import is imported when it is needed."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Literal

from whygrad.progress import doing
from whygrad.speaking import (
    CANNOT,
    DEBUG,
    RIGHT,
    STDOUT,
    WRONG,
    Asked,
    complain,
    misused,
    our_fault,
    say_aside,
    say_out,
    say_raw,
    show_lines,
    show_patch,
    show_problems,
    tell,
    write_drawn,
)
from whygrad.text import Text, _

if TYPE_CHECKING:
    from rich.text import Text as Styled

    from whygrad.checking.report import Diagnosis

EXIT_CODES = {"right": RIGHT, "wrong": WRONG, "unknown": CANNOT}


def check(asked: Asked, files: Sequence[str], hint: str | None, trap_nan: bool, html: str | None, format: str) -> int:
    from whygrad.checking.hints import capped
    from whygrad.reports.json import document, documents, dumped, overall

    if html is not None and len(files) > 1:
        return misused(asked.words, "", "whygrad check", asked.words.say(_("A page is about one file: name one, or leave --html out.")))
    step = None if hint is None else int(hint)
    diagnoses = []
    for number, file in enumerate(files):
        with _waiting(asked, format), _one_of(files, number):
            diagnosis = capped(_diagnosed(asked, file, trap_nan), step)
        diagnoses.append(diagnosis)
        if format == "text" and html != STDOUT:
            from whygrad.reports.screen import screen_width
            from whygrad.reports.terminal import report

            show_lines(asked, report(diagnosis, asked.words, screen_width(), step), before="\n" if number else "")
    if html is not None:
        with _waiting(asked, format):
            written = _write_check(asked, diagnoses[0], step, html)
        if not written:
            return CANNOT
    if format == "json" and html != STDOUT:
        found = document(diagnoses[0], asked.words) if len(diagnoses) == 1 else documents(diagnoses, asked.words)
        say_out(f"{dumped(found, getattr(sys.stdout, 'encoding', None))}\n")
    return EXIT_CODES[overall([diagnosis.verdict for diagnosis in diagnoses])]


def fix(asked: Asked, file: str, write: bool, diff: bool) -> int:
    from whygrad.files import STDIN, Unreadable, read

    if write and (diff or file == STDIN):
        text = _("--write and --diff exclude each other.") if diff else _("Standard input can't be put right: leave --write out.")
        return misused(asked.words, "", "whygrad fix", asked.words.say(text))

    from whygrad.checking.fixing import fixed
    from whygrad.reports.changes import summary

    try:
        opened = read(file)
        with _waiting(asked):
            before = checked(asked, opened.text, opened.file)
            text = fixed(opened.text, before)
            after = checked(asked, text, opened.file) if text != opened.text else before
        if file == STDIN and not diff:
            say_raw(opened.encoded(text))
        elif write and text != opened.text:
            opened.write(text)
        elif text != opened.text:
            show_patch(asked, opened, text)
    except Unreadable as unreadable:
        show_problems(asked, unreadable.diagnosis)
        return CANNOT
    for line in summary(before, after, done=write or file == STDIN):
        say_aside(f"{asked.words.say(line)}\n")
    if after.verdict == "unknown":
        show_problems(asked, after)
    return EXIT_CODES[after.verdict]


def _write_check(asked: Asked, diagnosis: Diagnosis, hint: int | None, out: str) -> bool:
    """Write the page of a check."""
    from whygrad.files import Unreadable, tables_for
    from whygrad.reports.circuit import NoPicture
    from whygrad.reports.report import Report

    try:
        tables = tables_for(diagnosis.file, asked.inputs, asked.course)
        said = {"of": asked.of, "grads": asked.grads, "limit": asked.limit, "tables": tables, "iteration": asked.iteration}
        made = Report(diagnosis, asked.words, hint, said).html()
    except NoPicture as missing:
        complain(asked.words, Text("{words}", {"words": str(missing)}))
        return False
    except Unreadable as unreadable:
        complain(asked.words, unreadable.problem.message)
        return False
    return write_drawn(asked, made, out)


def _uncollected(job: Callable[..., int]) -> Callable[..., int]:
    """A command that holds a large graph to its end: the garbage collector would walk it, and find nothing."""

    @functools.wraps(job)
    def run(*given: Any, **named: Any) -> int:
        from whygrad.tracing.stops import uncollected

        with uncollected():
            return job(*given, **named)

    return run


@_uncollected
def show(
    asked: Asked,
    file: str,
    svg: str | None,
    png: str | None,
    dot: str | None,
    html: str | None,
    show_code: bool,
    expand: Sequence[str],
    depth: int,
    format: str,
) -> int:
    from whygrad.files import Unreadable, read, tables_for
    from whygrad.reports.circuit import Circuit, NoPicture, circuit
    from whygrad.reports.circuit_text import not_opened
    from whygrad.reports.json import dumped
    from whygrad.reports.screen import screen_width, wants_color

    try:
        opened = read(file)
        tables = tables_for(opened.file, asked.inputs, asked.course)
        with _waiting(asked, format):
            made = circuit(
                opened.text,
                opened.file,
                asked.words,
                of=asked.of,
                limit=asked.limit,
                expand=expand,
                depth=depth,
                tables=tables,
                iteration=asked.iteration,
            )
    except Unreadable as unreadable:
        made = Circuit(unreadable.file, "", None, (unreadable.problem,), asked.words)
    for out, drawn in ((svg, made.svg), (png, made.png), (dot, made.dot), (html, made.html)):
        if out is None or not made.ok:
            continue
        try:
            with _waiting(asked, format):
                written = drawn()
        except NoPicture as missing:
            complain(asked.words, Text("{words}", {"words": str(missing)}))
            return CANNOT
        if not write_drawn(asked, written, out):
            return CANNOT
    code = RIGHT if made.ok and not made.problems else CANNOT
    if made.scene is not None and (show_code or format == "json" or STDOUT in (svg, png, dot, html)):
        say_aside("".join(f"{line}\n" for line in not_opened(made.scene, asked.words)))
    if made.ok and STDOUT in (svg, png, dot, html):
        tell(asked, made.file, made.source, made.problems)
        return code
    if made.ok and show_code:
        say_out(made.code())
        return code
    if format == "json":
        say_out(f"{dumped(made.to_dict(), getattr(sys.stdout, 'encoding', None))}\n")
    else:
        say_out(made.painted(screen_width(), color=sys.stdout is not None and wants_color(sys.stdout, asked.color)))
    return code


def derive(
    asked: Asked,
    file: str | None,
    wrt: Sequence[str],
    latex: str | None,
    md: str | None,
    html: str | None,
    form: Literal["short", "long"],
    every: bool,
    format: str,
) -> int:
    from whygrad.explaining.derivation import Derivation
    from whygrad.explaining.deriving import derive_file
    from whygrad.files import Unreadable, read, tables_for
    from whygrad.reports.derivation import DerivationReport, told
    from whygrad.reports.json import dumped
    from whygrad.reports.outputs import NotOurs, Outputs, Unwritable
    from whygrad.reports.screen import screen_width, wants_color

    outputs = Outputs({kind: out for kind, out in (("latex", latex), ("md", md), ("html", html)) if out is not None})
    if file is None:
        file, outputs = outputs.without_file()
    if file is None:
        return misused(asked.words, "", "whygrad derive", asked.words.say(_("I need the name of a file, or - for standard input.")))
    try:
        opened = read(file)
        tables = tables_for(opened.file, asked.inputs, asked.course)
        with _waiting(asked, format):
            derivation = derive_file(
                opened.text,
                opened.file,
                of=asked.of,
                wrt=wrt,
                limit=asked.limit,
                tables=tables,
                iteration=asked.iteration,
                form=form,
                every=every,
            )
    except Unreadable as unreadable:
        derivation = Derivation(unreadable.file, "", problems=(unreadable.problem,))
    made = DerivationReport(derivation, asked.words)
    if format == "json":
        say_out(f"{dumped(made.to_dict(), getattr(sys.stdout, 'encoding', None))}\n")
    elif not outputs.named or not made.ok:
        say_out(made.painted(screen_width(), color=sys.stdout is not None and wants_color(sys.stdout, asked.color), form=form))
    if not made.ok:
        return CANNOT
    if outputs.named and (beside := told(derivation)) is not None:
        say_aside(f"{asked.words.say(beside)}\n")
    try:
        outputs.deliver(made, form, say_out)
    except (NotOurs, Unwritable) as refused:
        complain(asked.words, refused.text)
        return CANNOT
    return RIGHT


def explain(asked: Asked, name: str | None) -> int:
    from whygrad.checking.rules import PAGES, find
    from whygrad.reports.page import listing, page, unknown
    from whygrad.reports.screen import screen_width

    if name is None:
        show_lines(asked, listing(PAGES.values(), asked.words, screen_width()))
        return RIGHT
    found = find(name)
    if found is None:
        complain(asked.words, unknown(name, PAGES))
        return CANNOT
    show_lines(asked, page(found, asked.words, screen_width()))
    return RIGHT


def courses(asked: Asked) -> int:
    from rich.text import Text as Styled

    from whygrad.checking.courses import course, names
    from whygrad.reports.prose import paragraph
    from whygrad.reports.screen import screen_width

    lines: list[Styled] = []
    for name in names():
        found = course(name)
        functions = ", ".join(sorted(found.table.entries, key=str.lower))
        lines += [Styled(f"{name}: {found.title}", style="bold"), *paragraph(functions, screen_width(), "  "), Styled()]
    how = Text(_("One of them: `{command}`."), {"command": "whygrad check --course NAME FILE"})
    show_lines(asked, [*lines, *paragraph(asked.words.say(how), screen_width(), style="dim")])
    return RIGHT


def _diagnosed(asked: Asked, file: str, trap_nan: bool) -> Diagnosis:
    """A check that can't fail: what goes wrong is a problem in the report on this file, and the next file has its turn."""
    from whygrad.files import Unreadable, read

    try:
        opened = read(file)
    except Unreadable as unreadable:
        return unreadable.diagnosis
    return checked(asked, opened.text, opened.file, trap_nan)


def checked(asked: Asked, text: str, file: str, trap_nan: bool = False) -> Diagnosis:
    from whygrad.checking.check import check
    from whygrad.checking.report import Diagnosis, Problem
    from whygrad.files import Unreadable, tables_for

    try:
        tables = tables_for(file, asked.inputs, asked.course)
        return check(
            text, file, of=asked.of, grads=asked.grads, limit=asked.limit, trap_nan=trap_nan, tables=tables, iteration=asked.iteration
        )
    except Unreadable as unreadable:
        return Diagnosis(file, text, "unknown", problems=(unreadable.problem,))
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        message, *help_ = our_fault(error)
        return Diagnosis(file, text, "unknown", problems=(Problem("internal-error", message, None, tuple(help_)),))


# --- waiting


def _waiting(asked: Asked, format: str = "text") -> AbstractContextManager[None]:
    """Show a person what is being done, if it takes long; programs that read the output see nothing of it."""
    if format == "json":
        return nullcontext()
    from whygrad.reports.waiting import shown_waiting

    return shown_waiting(asked.words)


def _one_of(files: Sequence[str], number: int) -> AbstractContextManager[None]:
    """Which of several files is being checked."""
    if len(files) == 1:
        return nullcontext()
    fields = {"k": number + 1, "n": len(files), "name": os.path.basename(files[number])}
    return doing(Text(_("checking {k} of {n}: {name}"), fields))
