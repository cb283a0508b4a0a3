"""The circuit for the terminal: a table of its things in order, and a tree from the output back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text as Styled

from whygrad.checking.report import Diagnosis
from whygrad.drawing.scene import Out, Port, Scene, Thing
from whygrad.reports.changes import change_rows
from whygrad.reports.frame import gutter_width, harmless
from whygrad.reports.lettering import clipped
from whygrad.reports.plates import constant, has_arrays, short_share, short_value, theirs
from whygrad.reports.prose import paragraph, run
from whygrad.reports.terminal import NARROWEST, WIDEST, report
from whygrad.reports.words import Words
from whygrad.text import Text, _

if TYPE_CHECKING:
    from whygrad.reports.circuit import Circuit

NO_LAYOUT = Text(_("A picture needs the library `graphlay`, which isn't installed."))
HOW_TO_INSTALL = Text(_("`pip install 'whygrad[draw]'` installs it; without `--svg` or `--html`, all is shown as text."))

VALUE, GRADIENT, WRONG = "green", "red", "bold yellow"
#: Boxes that are named where another one was asked for.
MOST_BOXES = 12
#: Steps back from the output at which the tree ends, cells that each takes, and cells that a short name and a number need behind them.
DEEPEST, STEP, ROOM = 24, 3, 18


def lines(circuit: Circuit, width: int = 80) -> list[Styled]:
    """The table, the tree, and what they take for granted; or the problems."""
    width = min(max(width, NARROWEST), WIDEST)
    told = report(Diagnosis(circuit.file, circuit.source, "unknown", problems=circuit.problems), circuit.words, width)
    if circuit.scene is None:
        return told
    blocks = [told] if circuit.problems else []
    text = _Text(circuit.scene, circuit.words, circuit.source, width)
    blocks += [paragraph(one, width, run("! ", "bold yellow"), 2) for one in not_opened(circuit.scene, circuit.words)]
    blocks += [text.table(), text.tree(), text.legend(), *text.changes()]
    return [line for block in blocks if block for line in (*block, Styled())][:-1]


def not_opened(scene: Scene, words: Words) -> list[str]:
    """That a box was to be opened, and that there is none of this name; what there is."""
    boxes = ", ".join(f"`{harmless(title)}`" for title in scene.there_are[:MOST_BOXES])
    more = ", …" if len(scene.there_are) > MOST_BOXES else ""
    text = _("There is no box `{name}` to open; there are: {boxes}.") if boxes else _("There is no box `{name}` to open, nor any other.")
    return [words.say(Text(text, {"name": harmless(name), "boxes": boxes + more})) for name in scene.missing]


class _Text:
    def __init__(self, scene: Scene, words: Words, source: str, width: int) -> None:
        self.scene = scene
        self.words = words
        self.source = source
        self.width = width
        self.labels = _labels(scene)

    def say(self, text: Text | str) -> str:
        return harmless(self.words.say(text) if isinstance(text, Text) else text)

    # --- the table

    def table(self) -> list[Styled]:
        output = self.scene.wiring.output
        header = [self.words.say(head) for head in (_("node"), _("gate"), _("from"), _("value"))]
        header += [f"∂{output}", self.words.say(_("line"))]
        most = MOST_CELLS_OF_ARRAYS if has_arrays(self.scene) else MOST_CELLS
        rows = [self.row(thing, number, out, most) for thing, number, out in self.numbered()]
        widths = [min(self._widest(rows, header, column), most[column]) for column in range(len(header))]
        shown = self.columns(widths)
        if any(widths[k] < needed for k, needed in ((column, min(self._widest(rows, header, column), most[column])) for column in NUMBERS)):
            return self.stacked(header, rows)
        found = [_ended(Styled("  ").join([run(_fitted(header[k], widths[k]), "bold") for k in shown]))]
        for (_thing, _number, out), cells in zip(self.numbered(), rows, strict=True):
            cells[0] = Styled(clipped(cells[0].plain, widths[0]), style=cells[0].style)  # the ends of names tell them apart
            line, own = Styled("  ").join([_cut(cells[k], widths[k]) for k in shown]), self.theirs(out)
            if line.cell_len + own.cell_len > self.width:  # below, then
                found += [_ended(line), *([own] if own.plain else [])]
            else:
                found.append(_ended(line.append_text(own)))
        return found

    def _widest(self, rows: Sequence[list[Styled]], header: Sequence[str], column: int) -> int:
        return max(cell_len(header[column]), *(cell_len(cells[column].plain) for cells in rows))

    def stacked(self, header: Sequence[str], rows: Sequence[list[Styled]]) -> list[Styled]:
        """Where numbers beside the names would be cut: below them, the two on one line if there is room."""
        found = []
        heads = [Styled(head, style="bold") for head in header]
        for cells, out in ((heads, None), *((row, out) for row, (_thing, _number, out) in zip(rows, self.numbered(), strict=True))):
            name, gate = cells[0], cells[1]
            name = Styled(clipped(name.plain, max(self.width - gate.cell_len - 2, SHORTEST)), style=name.style)
            found.append(_ended(_cut(Styled("  ").join([name, gate]), self.width)))
            numbers = [cells[k] for k in NUMBERS if cells[k].plain]
            beside = Styled("  ").join([Styled(""), *numbers])
            found += [beside] if beside.cell_len <= self.width else [Styled("  ").append_text(_cut(one, self.width - 2)) for one in numbers]
            own = Styled() if out is None else self.theirs(out)
            found += [own] if own.plain else []
        return [_ended(line) for line in found]

    def columns(self, widths: list[int]) -> list[int]:
        """The columns that there is room for: the tree, too, says where wires come from; of those that are left, the widest give way."""
        shown = [*range(len(widths))]
        for column in LEFT_OUT:
            if sum(widths[k] + 2 for k in shown) - 2 > self.width:
                shown.remove(column)
        while (more := sum(widths[k] + 2 for k in shown) - 2 - self.width) > 0 and max(widths[k] for k in shown) > SHORTEST:
            widest = max(shown, key=lambda k: widths[k])
            widths[widest] = max(widths[widest] - more, SHORTEST)
        return shown

    def numbered(self) -> list[tuple[Thing, int, Out]]:
        return [(thing, number, out) for number, thing in enumerate(self.scene.things) for out in thing.outs]

    def row(self, thing: Thing, number: int, out: Out, most: Sequence[int]) -> list[Styled]:
        """The cells of a thing, of so many cells each."""
        position = thing.outs.index(out)
        operands = [self.operand(port) for port in thing.ports] if position == 0 else []
        if len(", ".join(operands)) > most[2]:
            operands = [clipped(operand, max((most[2] + 2) // len(operands) - 2, SHORTEST)) for operand in operands]
        coming = ", ".join(operands)
        line = "" if thing.line is None else str(thing.line)
        gate = "" if thing.kind == "input" else self.title(thing)
        if out.is_bundle:
            text = Text(_("{n} number"), {"n": len(out.nodes)}, plural=_("{n} numbers"))
            numbers = [Styled(self.words.say(text), style="dim"), Styled("")]
        else:
            numbers = [Styled(self.one_line(out.value), style=VALUE), Styled(self.one_line(out.gradient), style=GRADIENT)]
        name = Styled(self.labels[number, position], style="bold")
        return [name, Styled(gate), Styled(coming), *numbers, Styled(line, style="dim")]

    def title(self, thing: Thing) -> str:
        """What a thing is; a cross where something inside it is claimed wrongly."""
        return self.say(thing.title) + (" ✗" if thing.hides_wrong else "")

    def operand(self, port: Port) -> str:
        if port.wire is None:
            return harmless(constant(port.constant))
        wire = self.scene.wires[port.wire]
        return self.labels[wire.source, wire.out]

    def theirs(self, out: Out) -> Styled:
        """The learner's own gradients: a tick, or their number where it is wrong."""
        found = Styled()
        for claimed in out.claimed:
            name = harmless(claimed.name)
            if claimed.right:
                found.append(f"  ✓ {name}", style="green")
            elif claimed.yours is None:
                found.append(f"  ✗ {name}: {self.words.say(_('missing'))}", style=WRONG)
            else:
                found.append(f"  ✗ {name}{theirs(claimed, out.gradient, self.words)}", style=WRONG)
        return found

    def one_line(self, value: Any) -> str:
        return short_value(value, self.words)

    # --- the tree

    def tree(self) -> list[Styled]:
        """From the output back to the inputs; what was shown before is only named again."""
        roots = [
            (number, position) for number, thing in enumerate(self.scene.things) for position, out in enumerate(thing.outs) if out.is_output
        ]
        shown: set[int] = set()
        found: list[Styled] = []
        for end in roots:
            self._branch(end, None, [], found, shown)
        return found

    def _branch(self, end: tuple[int, int], share: float | None, rails: list[bool], found: list[Styled], shown: set[int]) -> None:
        number, position = end
        thing = self.scene.things[number]
        out = thing.outs[position]
        again = thing.kind != "input" and number in shown
        head = Styled(
            "".join("│  " if more else "   " for more in rails[:-1]) + ("" if not rails else "├─ " if rails[-1] else "└─ "), style="dim"
        )
        tail = self._tail(thing, out, share, again, self.width - head.cell_len - min(cell_len(self.labels[end]), SHORTEST))
        name = clipped(self.labels[end], max(self.width - head.cell_len - tail.cell_len, SHORTEST))
        line = head.append(name, style="bold").append_text(tail)
        line.truncate(self.width, overflow="ellipsis")
        found.append(_ended(line))
        shown.add(number)
        wires = [self.scene.wires[port.wire] for port in thing.ports if port.wire is not None]
        if again or not wires:
            return
        if len(rails) >= min(DEEPEST, (self.width - ROOM) // STEP):
            found.append(Styled("".join("│  " if more else "   " for more in rails) + "└─ …", style="dim"))
            return
        for place, wire in enumerate(wires, 1):
            part = wire.share if wire.is_shared else None
            self._branch((wire.source, wire.out), part, [*rails, place < len(wires)], found, shown)

    def _tail(self, thing: Thing, out: Out, share: float | None, again: bool, room: int) -> Styled:
        """What stands behind a name in the tree: where there is no room, without what the table says too, the gradient last."""
        gate = Styled("" if thing.kind == "input" else f"  {self.title(thing)}")
        if again:
            gate.append(f"  {self.words.say(_('(see above)'))}", style="dim")
        ways = [self.numbers(out, share), self.numbers(out, None), self.numbers(out, None, is_short=True)]
        found = [own.append_text(gate) for own in ways]
        return next((one for one in found if one.cell_len <= room), self.numbers(out, None, is_short=True))

    def numbers(self, out: Out, share: float | None, *, is_short: bool = False) -> Styled:
        """The value of an output, its gradient, and what of it comes by one wire; of a bundle, how many it holds. In short, the gradient
        alone."""
        found = Styled()
        if out.is_bundle:
            found.append(f" ({len(out.nodes)})", style="dim")
        elif is_short:
            found.append("  ").append(self.one_line(out.gradient), style=GRADIENT)
        else:
            found.append(" = ").append(self.one_line(out.value), style=VALUE)
            found.append("  ").append(self.one_line(out.gradient), style=GRADIENT)
        if share is not None:
            found.append(f"  ({self.say(Text(_('{share} by this wire'), {'share': short_share(share, self.words)}))})", style="dim")
        return found

    # --- the end

    def legend(self) -> list[Styled]:
        output = self.scene.wiring.output
        value = run("0.5", VALUE).append(f" {self.words.say(_('value, on the way forward'))}")
        said = self.words.say(Text(_("gradient of `{output}`, on the way back"), {"output": output}))
        both = Styled("   ").join([value, run("0.5", GRADIENT).append(f" {said}")])
        is_short = both.cell_len <= self.width
        found = [both] if is_short else [value, *paragraph(said, self.width, run("0.5", GRADIENT).append(" "))]
        if any(not claimed.right for thing in self.scene.things for out in thing.outs for claimed in out.claimed):
            found += paragraph(self.words.say(_("your gradient, where it is wrong")), self.width, run("✗ dx: 0.5", WRONG).append(" "))
        for text in self.scene.wiring.notes:
            found += paragraph(self.words.say(text), self.width, style="dim")
        return found

    def changes(self) -> list[list[Styled]]:
        """What of the program was put right before it was drawn."""
        made = self.scene.wiring.changes
        if not made:
            return []
        text = self.words.say(_("The program doesn't run as it stands, or not as it is meant. I drew it with these changes:"))
        found = [paragraph(text, self.width, run("! ", "bold yellow"), 2)]
        for change in made:
            rows = change_rows(self.source, change.edits, gutter_width([change.edits[0].span])) if change.edits else []
            found.append([*paragraph(self.words.say(change.message), self.width, "  "), *rows])
        return found


#: Cells of each column at most; where there are arrays, more of them are for values.
MOST_CELLS = (18, 22, 24, 12, 12, 6)
MOST_CELLS_OF_ARRAYS = (14, 20, 20, 26, 26, 6)
#: Characters that a clipped operand keeps.
SHORTEST = 7
#: The columns of values and of gradients.
NUMBERS = (3, 4)
#: The columns of lines and of operands, which a narrow terminal is not given.
LEFT_OUT = (5, 2)


def _labels(scene: Scene) -> dict[tuple[int, int], str]:
    """What each output is called: by its name, with a number where several have one name, or by a number alone."""
    ends = [((number, position), out) for number, thing in enumerate(scene.things) for position, out in enumerate(thing.outs)]
    shared = Counter(out.name for _end, out in ends)
    used: Counter[str] = Counter()
    found: dict[tuple[int, int], str] = {}
    for end, out in ends:
        name = harmless(out.name)
        used[name] += 1
        if not name:
            found[end] = f"#{used[name]}"
        else:
            found[end] = name if shared[out.name] == 1 or out.is_output else f"{name} ({used[name]})"
    return found


def _fitted(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    short = set_cell_size(text, width - 1)
    if text.startswith("[") and ", " in short:  # no number is cut in the middle: it would be another one
        short = short[: short.rindex(", ") + 2]
    return set_cell_size(short + "…", width)


def _cut(cell: Styled, width: int) -> Styled:
    return Styled(_fitted(cell.plain, width), style=cell.style)


def _ended(line: Styled) -> Styled:
    line.rstrip()
    return line
