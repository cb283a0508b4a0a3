"""A derivation for people: the way forward, gate by gate, stage by stage, path by path, as a teacher would write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text as Styled

from whygrad.autodiff.symbolic import Symbol
from whygrad.checking.report import Diagnosis, Edit
from whygrad.explaining.derivation import Derivation, Equation, GateStep, InputDerivation, ModuleForm, Path, Side
from whygrad.explaining.steps import LONGEST_FORMULA
from whygrad.reports.changes import change_rows
from whygrad.reports.equations import number, side, sides
from whygrad.reports.frame import gutter_width, harmless
from whygrad.reports.prose import paragraph, run
from whygrad.reports.terminal import NARROWEST, WIDEST, report
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: As in the notes of CS231n: values in green, gradients in red.
VALUE, GRADIENT = "green", "red"
#: Local gradients of one gate that are written out.
MOST_LOCALS = 8
_STEP = "  "


def blackboard(derivation: Derivation, words: Words, width: int = 80) -> list[Styled]:
    """The lines of a derivation, or of the problem that stands in its way."""
    width = min(max(width, NARROWEST), WIDEST)
    diagnosis = Diagnosis(derivation.file, derivation.source, "unknown", problems=derivation.problems)
    lines = report(diagnosis, words, width) if derivation.problems else []
    while lines and not lines[-1].plain:
        lines.pop()
    if derivation.ok:
        lines += [*([Styled()] if lines else []), *_Blackboard(derivation, words, width).lines()]
    return lines


class _Blackboard:
    """One derivation, in one language, for one width."""

    def __init__(self, derivation: Derivation, words: Words, width: int) -> None:
        self.derivation = derivation
        self.words = words
        self.width = width
        self.told: set[str] = set()

    def say(self, text: Text | str) -> str:
        return harmless(self.words.say(text).replace("\n", " "))

    def lines(self) -> list[Styled]:
        derivation = self.derivation
        place = run(" --> ", "bold blue").append(harmless(derivation.file))
        blocks = [
            [place, *self.lead()],
            self.changes(),
            self.section(_("The way forward"), self.forward()),
            self.section(_("Gate by gate, from the output back"), self.gates()),
            self.section(_("Several gates seen as one"), self.modules()),
            self.section(_("The chain rule, stage by stage"), self.stages()),
            self.section(_("The chain rule, path by path"), self.paths()),
        ]
        return [line for block in blocks if block for line in (*block, Styled())][:-1]

    def section(self, heading: str, lines: Iterator[Styled]) -> list[Styled]:
        found = list(lines)
        return [Styled(self.say(heading), style="bold"), *found] if found else []

    # --- the parts of a line

    def prose(self, text: Text | str, indent: str = _STEP, style: str = "dim") -> list[Styled]:
        return paragraph(self.say(text), self.width, indent, style=style)

    def equation(self, equation: Equation, indent: str = _STEP, style: str = GRADIENT) -> list[Styled]:
        """On one line if there is room, else each side on a line of its own, the equals signs below one another."""
        return self.equated(sides(equation), indent, style)

    def equated(self, texts: Sequence[str], indent: str, style: str) -> list[Styled]:
        first, *rest = [harmless(text) for text in texts]
        line = Styled(indent + " = ".join([first, *rest[:-1]]))
        if rest:
            line.append(" = ").append(rest[-1], style=style)
        if line.cell_len <= self.width or not rest:
            return [line]
        whole = bool(indent + first) and cell_len(indent + first) <= self.width // 3  # else the left side stands alone
        column = cell_len(indent + first) if whole else len(indent)
        lines = [] if whole else _broken(indent, first, self.width)
        for position, text in enumerate(rest):
            head = f"{indent}{first}" if whole and position == 0 else " " * column
            lines += _broken(f"{head} = ", text, self.width, style if position == len(rest) - 1 else "")
        return lines

    # --- the parts of a derivation

    def lead(self) -> list[Styled]:
        derivation = self.derivation
        assert derivation.output is not None
        names = [f"∂{derivation.output.python}/∂{one.name.python}" for one in derivation.inputs]
        lines = self.prose(Text(_("What follows is the chain rule for {names}."), {"names": self.words.all_of(names)}), " ", "")
        if derivation.more_inputs:
            fields = {"n": derivation.more_inputs}
            text = Text(_("There is {n} more input; `--wrt` names it."), fields, plural=_("There are {n} more inputs; `--wrt` names them."))
            lines += self.prose(text, " ")
        for note in derivation.notes:
            lines += self.prose(note, " ")
        return lines

    def changes(self) -> list[Styled]:
        """What was repaired before the program was run."""
        found = self.derivation.changes
        if not found:
            return []
        lines = self.prose(_("I derive the program with these changes, as `whygrad check` finds them:"), "", "")
        edits: list[Edit] = []
        for change in found:
            lines += paragraph(self.say(change.message), self.width, _STEP)
            edits += change.fix.edits if change.fix is not None else ()
        return [*lines, *change_rows(self.derivation.source, edits, gutter_width(change.span for change in found) + 2)]

    def forward(self) -> Iterator[Styled]:
        inputs = [f"{one.name.python} = {number(one.name.value)}" for one in self.derivation.inputs]
        yield from self.row(inputs)
        for equation in self.derivation.forward:
            yield from self.equation(equation, style=VALUE)
        letters = self.derivation.letters
        if letters:
            fields = {"n": len(letters), "name": f"`{letters[0]}`", "last": f"`{letters[-1]}`"}
            text = Text(_("{name} is my name for a part of a line."), fields, plural=_("{name} to {last} are my names for parts of lines."))
            yield from self.prose(text)
        for name in self.derivation.numbered:
            fields = {"first": f"{name}₁", "second": f"{name}₂", "name": name}
            yield from self.prose(Text(_("`{first}`, `{second}`, … are the values that `{name}` has, one after another."), fields))

    def row(self, items: Sequence[str], indent: str = _STEP, between: str = ",  ") -> list[Styled]:
        """Short items, as many on a line as there is room for."""
        lines: list[str] = []
        for item in map(harmless, items):
            if lines and cell_len(f"{lines[-1]}{between}{item}") <= self.width:
                lines[-1] += between + item
            else:
                lines.append(indent + item)
        return [Styled(line) for line in lines]

    def gates(self) -> Iterator[Styled]:
        for step in self.derivation.gates:
            yield from self.gate(step)
        yield from self.more(Text(_("… and {n} gate more."), {"n": self.derivation.more_gates}, plural=_("… and {n} gates more.")))

    def gate(self, step: GateStep) -> Iterator[Styled]:
        code = step.code.python
        name = f"{step.out.python} = {code}" if step.out.name and step.out.python != code else code
        if len(code) > LONGEST_FORMULA:
            name = step.out.python
        title = self.say(step.gate.title)
        if step.span is not None:
            title = self.say(Text(_("{gate}, line {line}"), {"gate": title, "line": step.span.line}))
        lines = _broken(_STEP, harmless(name), self.width)
        room = self.width - lines[-1].cell_len - cell_len(title)
        if room < 2:
            lines.append(Styled(""))
            room = self.width - cell_len(title)
        lines[-1].append(" " * room).append(title, style="cyan")
        yield from lines
        shown = step.locals[:MOST_LOCALS]
        texts = [" = ".join(sides(local.equation)) for local in shown]
        if all(text.count(" = ") == 1 and cell_len(text) <= self.width - 4 for text in texts):  # ∂s/∂a = 1, ∂s/∂b = 1
            yield from self.row(texts, _STEP * 2)
        else:
            for local in shown:
                yield from self.equation(local.equation, _STEP * 2)
        more = Text(_("… and {n} input more."), {"n": len(step.locals) - MOST_LOCALS}, plural=_("… and {n} inputs more."))
        yield from self.more(more, _STEP * 2)
        if step.gate.name not in self.told:
            self.told.add(step.gate.name)
            yield from self.prose(step.gate.story, _STEP * 2)

    def modules(self) -> Iterator[Styled]:
        for form in self.derivation.modules:
            yield from self.module(form)

    def module(self, form: ModuleForm) -> Iterator[Styled]:
        fields = {"name": f"`{form.out.python}`", "module": Text(form.module.title), "argument": f"`{form.argument.python}`"}
        yield from self.prose(Text(_("{name} is the {module} of {argument}. As one gate:"), fields), style="")
        yield from self.equation(form.short, _STEP * 2)
        yield from self.prose(_("and gate by gate, which comes to the same:"), style="")
        yield from self.equation(form.long, _STEP * 2)
        if form.module.name not in self.told:
            self.told.add(form.module.name)
            yield from self.prose(form.module.story, _STEP * 2)

    def stages(self) -> Iterator[Styled]:
        for stage in self.derivation.stages:
            yield from self.equation(stage.equation)
            if not stage.equation.sides:
                text = _("It goes into {n} values, and this is the sum over them.")
                yield from self.prose(Text(text, {"n": stage.uses}), _STEP * 2)
        yield from self.more(Text(_("… and {n} stage more."), {"n": self.derivation.more_stages}, plural=_("… and {n} stages more.")))

    def paths(self) -> Iterator[Styled]:
        for one in self.derivation.inputs:
            yield from self.input(one)

    def input(self, one: InputDerivation) -> Iterator[Styled]:
        assert self.derivation.output is not None
        gradient = f"∂{self.derivation.output.python}/∂{one.name.python}"
        fields = {"gradient": gradient, "n": one.path_count, "count": _count(one.path_count)}
        text = Text(_("{gradient}: one path."), fields, plural=_("{gradient}: the sum over {count} paths."))
        yield from self.prose(text, style="")
        if not one.longest:  # the output is the input
            yield from self.equation(one.chain, _STEP * 2)
            return
        shown: dict[str, list[Styled]] = {}
        times: Counter[str] = Counter()
        for path in one.paths:
            lines = list(self.path(path))
            key = "\n".join(line.plain for line in lines)
            shown[key] = lines
            times[key] += 1
        for key, lines in shown.items():
            yield from lines
            if times[key] > 1:
                text = Text(_("{n} paths are alike: a value that goes into a gate twice has a path through each."), {"n": times[key]})
                yield from self.prose(text, _STEP * 3)
        if one.more and not one.paths:
            text = Text(
                _("The path has {gates} gates, too many to write out; the stages say it."),
                {"n": one.path_count, "gates": one.longest},
                plural=_("They have up to {gates} gates each, too many to write out; the stages say it."),
            )
            yield from self.prose(text, _STEP * 2)
        elif one.more:
            fields = {"n": one.more, "count": _count(one.more), "rest": one.rest}
            yield from self.prose(
                Text(
                    _("These are the largest; one more path comes to {rest}."),
                    fields,
                    plural=_("These are the largest; the {count} other paths sum to {rest}."),
                ),
                _STEP * 2,
            )
        if one.path_count > 1 and one.paths:
            yield from self.total(one, gradient)

    def path(self, path: Path) -> Iterator[Styled]:
        """The way back, and below it the product of the local gradients."""
        names = [path.steps[0].out, *(step.wrt for step in path.steps)]
        yield from _broken(_STEP * 2, " ← ".join(harmless(name.python) for name in names), self.width)
        formulas = Side((tuple(step.local for step in path.steps),))
        numbers = Side((tuple(Symbol(step.value) for step in path.steps),))
        texts = [side(formulas), side(numbers), number(path.product)]
        shown = [text for position, text in enumerate(texts) if text not in texts[:position]]
        yield from self.equated(shown, _STEP * 3, GRADIENT)

    def total(self, one: InputDerivation, gradient: str) -> Iterator[Styled]:
        terms = [(Symbol(path.product),) for path in one.paths] + ([(Symbol(one.rest),)] if one.more else [])
        yield from self.equated([gradient, side(Side(tuple(terms))), number(one.gradient)], _STEP * 2, GRADIENT)

    def more(self, text: Text, indent: str = _STEP) -> Iterator[Styled]:
        """How many things are left out, if any are."""
        if text.fields["n"] > 0:
            yield from self.prose(text, indent)


def _count(count: int) -> str:
    """How many paths: in full as far as a person would read it."""
    return str(count) if count < 1_000_000_000 else f"{count:.2e}" if count < 10**300 else f"10^{len(str(count)) - 1}"


def _broken(head: str, text: str, width: int, style: str = "") -> list[Styled]:
    """The text behind a head; what is too long for a line is broken, and goes on below itself."""
    indent = " " * cell_len(head)
    lines = _lines(text, max(width - len(indent), 12))
    return [Styled(head if number == 0 else indent).append(line, style=style) for number, line in enumerate(lines)]


#: Where a formula is broken: between its terms or along a path; else between its factors; else at any operator.
_BREAKS = (("+ ", "- ", "← "), ("· ", "* ", "/ "), ("+ ", "- ", "* ", "/ ", "· "))


def _lines(text: str, width: int, level: int = 0) -> list[str]:
    """A formula in lines, broken in as few places and as far outside as can be.

    >>> _lines("a · (b + c) - d · e · f", 16)
    ['a · (b + c)', '- d · e · f']
    >>> _lines("a · (b + c) - d", 10)
    ['a', '· (b + c)', '- d']
    """
    if cell_len(text) <= width or level == len(_BREAKS):
        return [text]
    lines: list[str] = []
    for piece in _pieces(text, _BREAKS[level], anywhere=level == len(_BREAKS) - 1):
        if lines and cell_len(f"{lines[-1]} {piece}") <= width:
            lines[-1] += f" {piece}"
        else:
            lines += _lines(piece, width, level + 1)
    return lines


def _pieces(text: str, marks: Sequence[str], *, anywhere: bool) -> Iterator[str]:
    """Pieces of a formula, each but the first beginning with a mark, which stands outside of all parentheses unless `anywhere`."""
    depth = start = 0
    for position, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == " " and (anywhere or depth == 0) and position > start and text.startswith(tuple(marks), position + 1):
            yield text[start:position]
            start = position + 1
    yield text[start:]
