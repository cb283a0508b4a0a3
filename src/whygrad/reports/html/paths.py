"""The paths from an input to the output as a page shows them: the product along each, and their sum."""

from __future__ import annotations

import math
from typing import Any

from whygrad.explaining import chart as charts
from whygrad.reports.html import formulas
from whygrad.reports.html.lessons import Lessons
from whygrad.text import Text, _

#: Paths of one input that are shown, where there are few inputs and where there are many.
MOST_PATHS = 12
FEW_PATHS = 4
FEW_INPUTS = 12
#: Gates of a path up to which it is written out.
LONGEST_PATH = 24


class Paths:
    """The paths of every input of a circuit."""

    def __init__(self, lessons: Lessons) -> None:
        self.lessons = lessons
        self.wiring = lessons.wiring
        self.most = MOST_PATHS if len(lessons.inputs) <= FEW_INPUTS else FEW_PATHS

    def of(self, node: int) -> dict[str, Any] | None:
        """The paths of one input: the edges of each, to be lit up, and its product; and the sum. None where nobody looked."""
        if self.lessons.nearby is not None:
            return None
        shown: list[dict[str, Any]] = []
        products: list[float] = []
        count = 0
        for output, seed in self.wiring.seeds.items():
            chart = self.lessons.steps_to(output).chart
            count += chart.path_counts.get(node, 0)
            for path in chart.paths(self.most, [node])[node][: self.most - len(shown)]:
                products.append(path.product * seed)
                shown.append(self._path(path, output, seed))
        return {"paths": shown, "count": str(count), "html": self._sum(node, products, count)}

    def _path(self, path: charts.Path, output: int, seed: float) -> dict[str, Any]:
        edges = list(reversed(path.edges))  # from the output back
        found: dict[str, Any] = {"edges": [[edge.source, edge.target, edge.position] for edge in edges]}
        if len(edges) > LONGEST_PATH:
            text = Text(_("{n} gate"), {"n": len(edges)}, plural=_("{n} gates"))
            found["html"] = f"{self.lessons.tongues.html(text)}, {formulas.gradient(path.product * seed)}"
            return found
        written = self.lessons.steps_to(output).path(path)
        found["html"] = self.lessons.told(lambda teacher: teacher.path(written, seed))
        return found

    def _sum(self, node: int, products: list[float], count: int) -> str:
        """Why the gradient is what it is: the sum over all paths."""
        tongues = self.lessons.tongues
        gradient = self.lessons.gradient(node)
        fields = {"n": count, "count": str(count) if count < 10**9 else f"10^{len(str(count)) - 1}"}
        text = Text(_("One path: the gradient is the product along it."), fields, plural=_("{count} paths: the gradient is their sum."))
        found = f"<p>{tongues.html(text)}</p>"
        rest = gradient.value - math.fsum(products)
        terms = [*products, rest] if count > len(products) else products
        if count > 1:
            found += self.lessons.told(lambda teacher: [teacher.total(gradient, terms)])
        if count > len(products):
            fields = {"n": count - len(products), "rest": rest}
            more = Text(
                _("The last term, {rest}, is that of one more path."),
                fields,
                plural=_("The last term, {rest}, is the sum of all other paths: these are the largest."),
            )
            found += f'<p class="note">{tongues.html(more)}</p>'
        return found
