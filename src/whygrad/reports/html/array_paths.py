"""The paths from an input of arrays to the output, as a page shows them: what comes back along each, and that it adds up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from whygrad.reports.html.array_lessons import ArrayLessons
from whygrad.reports.plates import is_array, short_value, summary
from whygrad.text import Text, _

#: Paths of one input that are followed: of more, only how many there are.
MOST_PATHS = 12
#: Gates of a circuit above which no paths are looked for.
MOST_GATES = 5000
#: Gates of a path up to which they are named.
LONGEST_PATH = 24

Edge = tuple[int, int, int]  # source, target, position


class ArrayPaths:
    """The paths of every input of a circuit."""

    def __init__(self, lessons: ArrayLessons) -> None:
        self.lessons = lessons
        self.wiring = lessons.wiring

    def of(self, node: int) -> dict[str, Any] | None:
        """The paths of one input: the edges of each, to be lit up, and what comes back by it. None where none comes back at all."""
        count = self._counts.get(node, 0) if len(self.wiring.members) <= MOST_GATES else 0
        if not count or self.wiring.gradient(node) is None:
            return None
        shown = [] if count > MOST_PATHS else [self._path(path) for path in self._from(node)]
        fields = {"n": count, "count": str(count) if count < 10**9 else f"10^{len(str(count)) - 1}"}
        text = Text(
            _("One path: the gradient is what comes back along it."),
            fields,
            plural=_("{count} paths: the gradient is the sum of what comes back."),
        )
        html = f"<p>{self.lessons.tongues.html(text)}</p>"
        if not shown:
            html += f'<p class="note">{self.lessons.tongues.html(_("Too many to follow one by one."))}</p>'
        return {"paths": shown, "count": str(count), "html": html}

    @cached_property
    def _edges(self) -> dict[int, list[Edge]]:
        """Where a gradient comes back to each node from."""
        wiring = self.wiring
        found: dict[int, list[Edge]] = {node: [] for node in wiring.members}
        for target, sources in wiring.operands.items():
            for position, source in enumerate(sources):
                if source in found and wiring.share(target, position) is not None:
                    found[source].append((source, target, position))
        return found

    @cached_property
    def _counts(self) -> dict[int, int]:
        """How many paths go from each node to the output."""
        found: dict[int, int] = {}
        for node in reversed(self.wiring.members):
            found[node] = int(node in self.wiring.seeds) + sum(found[target] for _source, target, _position in self._edges[node])
        return found

    def _from(self, node: int) -> Iterator[list[Edge]]:
        """The paths from a node to the output, each from the node on."""
        if node in self.wiring.seeds:
            yield []
        for edge in self._edges[node]:
            if self._counts[edge[1]]:
                for rest in self._from(edge[1]):
                    yield [edge, *rest]

    def _path(self, path: list[Edge]) -> dict[str, Any]:
        edges = list(reversed(path))  # from the output back
        share: Any = self.wiring.seeds[edges[0][1]] if edges else 1.0
        for _source, target, position in edges:
            share = self.wiring.handed_down(target, share)[position]
            if share is None:
                break
        tongues = self.lessons.tongues
        nodes = [target for _source, target, _position in edges] + [source for source, *_rest in edges[-1:]]
        names = list(map(self.lessons.formula, nodes))
        way = " ← ".join(names if len(names) <= LONGEST_PATH else [*names[:3], "…", *names[-3:]])
        text = tongues.html(lambda words: "; ".join([short_value(share, words), *(_norm(share, words))]))
        html = f'<span class="way">{way}</span><span class="equation"><span class="gradient">{text}</span></span>'
        return {"edges": [list(edge) for edge in edges], "html": html}


def _norm(share: Any, words: Any) -> list[str]:
    return summary(share, words, is_gradient=True)[1:] if is_array(share) else []
