"""The report for people, in the manner of rustc and Elm: the code as written, what is there, what should be, why, the fix."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text as Styled

from whygrad.checking.hints import FIX, KIND, WHERE
from whygrad.checking.report import Diagnosis, Edit, Finding, Fix, Problem, Related, Span, Target
from whygrad.reports.changes import change_rows
from whygrad.reports.frame import Mark, frame, gutter_width, harmless
from whygrad.reports.prose import paragraph, run
from whygrad.reports.sentences import ALIKE, LIKELY, Sentences
from whygrad.reports.values import is_large, pair, place, plain, short, worst
from whygrad.reports.words import Words
from whygrad.text import Text, _

SEVERITIES = {"error": (_("error"), "bold red"), "warning": (_("warning"), "bold yellow"), "note": (_("note"), "bold cyan")}
LABELS = (_("yours"), _("should be"), _("for example"), _("likely"), _("hint"), _("why"), _("fix"), _("help"))
SIGNS = {"right": ("✓", "bold green"), "wrong": ("✗", "bold red"), "unknown": ("?", "bold yellow")}

#: Prose is not set wider than this: longer lines are hard to read.
WIDEST = 100
NARROWEST = 40
#: Cells that are left for a verdict beside the names of a gradient.
ROOM = 24


def report(diagnosis: Diagnosis, words: Words, width: int = 80, hint: int | None = None) -> list[Styled]:
    """The lines of the report on one file. `hint` only says which step to offer next; `checking.hints` does the capping."""
    return _Report(diagnosis, words, width, hint).lines()


def report_of(
    parts: Sequence[Finding | Target | Problem], diagnosis: Diagnosis, words: Words, hint: int | None = None, width: int = 80
) -> list[Styled]:
    """What the report says of some parts of a diagnosis alone."""
    said = _Report(diagnosis, words, width, hint, alone=True)
    targets = [part for part in parts if isinstance(part, Target)]
    blocks = [said.problem(part) for part in parts if isinstance(part, Problem)]
    blocks += [said.finding(part) for part in parts if isinstance(part, Finding)]
    return _apart([*blocks, said.targets(targets), *(said.note(part, note) for part in targets for note in part.notes)])


class _Report(Sentences):
    """The report on one file, in one language, for one width; `alone`: of one part of it."""

    def __init__(self, diagnosis: Diagnosis, words: Words, width: int, hint: int | None, *, alone: bool = False) -> None:
        super().__init__(diagnosis, words)
        self.alone = alone
        self.width = min(max(width, NARROWEST), WIDEST)
        self.hint = hint
        self.rows = diagnosis.source.split("\n")
        self.labels = [self.say(label) for label in LABELS]
        self.indent = 4 + max(cell_len(label) for label in self.labels)

    def lines(self) -> list[Styled]:
        diagnosis = self.diagnosis
        blocks = [self.problem(problem) for problem in diagnosis.problems]
        blocks += [self.finding(finding) for finding in diagnosis.findings]
        blocks += [self.note(target, note) for target in diagnosis.targets for note in target.notes]
        blocks += [self.assumptions(), self.targets(diagnosis.targets), self.more()]
        if len(diagnosis.problems) == len(diagnosis.findings) == 0:
            blocks.insert(0, [self.place(None)])
        return _apart(blocks)

    # --- the parts of a block

    def place(self, span: Span | None, gutter: int = 1) -> Styled:
        where = harmless(self.diagnosis.file)
        if span is not None:
            where += f":{span.line}:{span.column + 1}"
        return run(f"{'':{gutter}}--> ", "bold blue").append(where)

    def code(self, marks: Sequence[Mark]) -> list[Styled]:
        """Where it is, and the code there."""
        gutter = gutter_width(mark.span for mark in marks)
        return [self.place(marks[0].span, gutter), *frame(self.rows, marks, self.width, gutter)]

    def row(self, label: str, text: str) -> list[Styled]:
        """A labelled sentence; every label's text starts in the same column."""
        return paragraph(text, self.width, self.head(label))

    def head(self, label: str) -> Styled:
        shown = self.say(label)
        return run(f"  {shown}{' ' * (self.indent - 2 - cell_len(shown))}", "bold")

    def rows_of(self, label: str, texts: Sequence[str]) -> list[Styled]:
        """A labelled list of sentences, one under the other."""
        lines = []
        for number, text in enumerate(texts):
            lines += paragraph(text, self.width, self.head(label if number == 0 else ""))
        return lines

    # --- problems and findings

    def problem(self, problem: Problem) -> list[Styled]:
        head = run(f"{self.say(_('problem'))}[{problem.slug}]", "bold yellow").append(": ")
        lines = paragraph(self.say(problem.message), self.width, head, 2, "bold")
        if problem.span is not None and problem.span.line <= len(self.rows):
            lines += [*self.code([Mark(problem.span, "", "bold yellow", "^")]), Styled()]
        else:
            lines.append(self.place(problem.span))
        return lines + self.rows_of(_("help"), [self.say(text) for text in problem.help])

    def finding(self, finding: Finding) -> list[Styled]:
        word, style = SEVERITIES[finding.severity]
        name = f" {finding.code}[{finding.slug}]" if finding.code else ""
        head = run(f"{self.say(word)}{name}", style).append(": ")
        lines = paragraph(self.say(finding.message) or self.where(finding), self.width, head, 2, "bold")
        related = [Mark(other.span, self.say(other.message)) for other in finding.related]
        lines += [*self.code([Mark(finding.span, "", style, "^"), *related]), Styled()]
        lines += self.numbers(finding)
        if finding.confidence == "likely" and self.hint not in (WHERE, KIND):
            lines += self.row(_("likely"), self.say(LIKELY))
        lines += self.rows_of(_("hint") if self.hint == KIND else _("why"), self.why(finding))
        lines += [] if finding.fix is None else self.fix(finding, finding.fix)
        return lines if lines[-1].plain else lines[:-1]

    def numbers(self, finding: Finding) -> list[Styled]:
        """What is there and what should be; where these look alike, a point where they don't."""
        yours, expected = pair(finding.yours, finding.expected)
        alike = yours == expected and finding.yours is not None
        lines = []
        if finding.yours is not None:
            lines.append(self.head(_("yours")).append(yours, style="red"))
        if finding.expected is not None:
            lines.append(self.head(_("should be")).append(expected, style="green"))
            if alike:
                lines[-1].append(f"  ({self.say(ALIKE)})")
        lines += self.worst_entry(finding.yours, finding.expected)
        counterexample = finding.counterexample
        if counterexample is not None and (alike or finding.yours is None or finding.expected is None):
            lines += self.row(_("for example"), self.point(counterexample, finding.targets))
        return lines

    def worst_entry(self, yours: object, expected: object) -> list[Styled]:
        """Where two long lists differ most."""
        if not (is_large(plain(yours)) or "..." in short(yours)):
            return []
        path = worst(plain(yours), plain(expected))
        if not path:
            return []
        return self.row("", self.say(Text(_("They differ most at {place}."), {"place": place(path)})))

    def why(self, finding: Finding) -> list[str]:
        return [self.say(text) for text in finding.explanation] if self.alone else super().why(finding)

    # --- fixes

    def fix(self, finding: Finding, fix: Fix) -> list[Styled]:
        """The lines before and after. A group is shown once, at its last finding, as it only works as a whole."""
        group = [other for other in self.diagnosis.findings if other.fix is not None and other.fix.group == fix.group]
        others = list(dict.fromkeys(f"{other.code}[{other.slug}]" for other in group if other is not finding))
        if not self.alone and finding is not group[-1]:
            last = f"{group[-1].code}[{group[-1].slug}]"
            return self.row(_("fix"), self.say(Text(_("below, with {last}: these changes belong together."), {"last": last})))
        edits: list[Edit] = []
        for other in group:
            edits += other.fix.edits if other.fix is not None else ()
        lines = self.row(_("fix"), self.fix_lead(others, fix))
        return [*lines, Styled(), *change_rows(self.diagnosis.source, edits, gutter_width([finding.span]))]

    # --- what is right, and the end

    def note(self, target: Target, note: Related) -> list[Styled]:
        head = run(self.say(_("note")), "bold green").append(": ")
        lines = paragraph(self.say(note.message), self.width, head, 2)
        return lines + self.code([Mark(note.span, "", "bold green", "^")])

    def assumptions(self) -> list[Styled]:
        said = "; ".join(self.say(text).rstrip(".") for text in self.diagnosis.assumptions)
        if not said:
            return []
        return paragraph(self.say(Text(_("I assumed: {assumptions}."), {"assumptions": said})), self.width, indent=2, style="dim")

    def targets(self, targets: Sequence[Target]) -> list[Styled]:
        """A row each, in columns; where names are too long for these, each part has a line of its own."""
        names = [(harmless(target.name), _derivative(target)) for target in targets]
        short = [columns for columns in names if sum(map(cell_len, columns)) <= self.width - ROOM]
        widths = [max((cell_len(column) for column in columns), default=0) for columns in zip(*short, strict=True)]
        if sum(widths) > self.width - ROOM:
            widths = [0, 0]
        lines = []
        for target, columns in zip(targets, names, strict=True):
            sign, style = SIGNS[target.verdict]
            head = run(f"{sign} ", style)
            if columns not in short:
                lines += [head.append(columns[0]), Styled(f"    {columns[1]}")]
                lines += paragraph(self.verdict(target), self.width, "    ")
                continue
            for column, width in zip(columns, widths, strict=True):
                head.append(f"{column}{' ' * (max(width - cell_len(column), 0) + 2)}")
            lines += paragraph(self.verdict(target), self.width, head, min(head.cell_len, self.width // 2))
        return lines

    def more(self) -> list[Styled]:
        """The next step: a hint, or the page of a misconception."""
        codes = list(dict.fromkeys(finding.code for finding in self.diagnosis.findings if finding.code))
        if self.hint is not None and self.hint < FIX and self.diagnosis.findings:
            text = Text(_("For the next hint: `--hint {next}`."), {"next": self.hint + 1})
        elif codes:
            text = Text(_("More about a mistake: `whygrad explain {code}`."), {"code": codes[0]})
        else:
            return []
        return paragraph(self.say(text), self.width, indent=2, style="dim")


def _apart(blocks: Sequence[list[Styled]]) -> list[Styled]:
    """The blocks that say something, an empty line between each two."""
    return [line for block in blocks if block for line in (*block, Styled())][:-1]


def _derivative(target: Target) -> str:
    if target.of is None:
        return harmless(f"∂/∂{target.with_respect_to}")
    return harmless(f"∂{target.of}/∂{target.with_respect_to}")
