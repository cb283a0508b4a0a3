"""The views of one circuit: all that can be reached by opening and closing boxes, as far as a page can hold them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from whygrad.drawing.asked import Asked
from whygrad.drawing.boxes import Box
from whygrad.drawing.net import Gates
from whygrad.drawing.scene import AT_ONCE, Scene, Setting
from whygrad.drawing.wiring import Wiring
from whygrad.text import Text

#: Views that are made at most: each is laid out on its own.
MOST_VIEWS = 48
#: Gates in all views together, beyond the first few: a view of a very large circuit takes long.
MOST_GATES = 2_000_000
FEWEST_VIEWS = 6

#: A box is known by its gates: another view may fold the same gates anew.
Opened = frozenset[Gates]


@dataclass(frozen=True)
class View:
    """A scene, and the gates of each box that is open in it."""

    opened: Opened
    scene: Scene

    @property
    def closed(self) -> list[Box]:
        """The boxes that could be opened, in order."""
        return [thing.box for thing in self.scene.things if thing.box is not None]


def views(
    wiring: Wiring,
    expand: Collection[str] = (),
    depth: int = 0,
    most: int | None = None,
    most_views: int = MOST_VIEWS,
    most_drawn: int | None = None,
    spoken: Callable[[Text], str] = Text.english,
) -> list[View]:
    """The view that `scene` gives, and those around it: everything open, each box alone with those that it lies in, then
    what is reached from the first one step at a time.

    >>> from whygrad.drawing.numbers import wired
    >>> found = views(wired("def f(x):\\n    return x * x * x\\n\\ny = 2.0\\nz = f(y) + f(3.0 * y)\\n"))
    >>> [len(view.opened) for view in found], [len(view.scene.things) for view in found]
    ([0, 2, 1, 1], [5, 7, 6, 6])
    """
    gallery = _Gallery(wiring, most, most_views, wiring.most_drawn if most_drawn is None else most_drawn)
    return gallery.hang(Asked(gallery.setting, expand, depth, spoken).scene())


class _Gallery:
    def __init__(self, wiring: Wiring, most: int | None, most_views: int, most_drawn: int) -> None:
        self.wiring = wiring
        self.setting = Setting(wiring, most, min(AT_ONCE, wiring.most_of_level))
        self.room = most_drawn
        self.most_views = min(most_views, max(MOST_GATES // max(len(wiring.nodes), 1), FEWEST_VIEWS))
        self.found: dict[Opened, View] = {}
        self.tried: set[Opened] = set()

    def hang(self, said: Scene) -> list[View]:
        first = self._kept(_view(said))
        closed = self._opened(frozenset())
        everything = _view(self.setting.scene(lambda _box, _level: True))
        self._kept(everything)
        for view in (first, closed):
            if view is not None:
                self._alone(view)
        if first is not None:
            self._around(first)
        return list(self.found.values())

    @property
    def _is_full(self) -> bool:
        return self.room <= 0 or len(self.found) >= self.most_views or len(self.tried) >= 4 * self.most_views

    def _kept(self, view: View) -> View | None:
        """The view, if there is room for it (for the first one there is)."""
        if view.opened in self.found:
            return self.found[view.opened]
        if self.found and len(view.scene.things) > self.room:
            self.room = 0  # nor for any other: to look on takes long, where scenes are large
            return None
        self.room -= len(view.scene.things)
        self.found[view.opened] = view
        return view

    def _opened(self, wanted: Opened) -> View | None:
        """The view in which these boxes are open; None if it isn't kept, or if there is no such view."""
        if wanted in self.found:
            return self.found[wanted]
        if wanted in self.tried or self._is_full:
            return None
        self.tried.add(wanted)
        return self._kept(_view(self.setting.scene(lambda box, _level: box.gates in wanted)))

    def _alone(self, start: View) -> None:
        """Each box that can be opened, and then each one inside it."""
        waiting = deque([start])
        while waiting:
            view = waiting.popleft()
            within = view.opened - start.opened
            for box in view.closed:
                if all(box.gates < gates for gates in within):
                    following = self._opened(view.opened | {box.gates})
                    if following is not None and box.gates in following.opened:
                        waiting.append(following)

    def _around(self, start: View) -> None:
        """What is a step away from the views so far, from the first one on."""
        waiting, seen = deque([start]), {start.opened}
        while waiting and not self._is_full:
            view = waiting.popleft()
            for wanted in _steps(view):
                following = self._opened(wanted)
                if following is not None and following.opened not in seen:
                    seen.add(following.opened)
                    waiting.append(following)


def _steps(view: View) -> Iterator[Opened]:
    """One box opened, or one closed with those inside it."""
    for box in view.closed:
        yield view.opened | {box.gates}
    for gates in view.opened:
        yield frozenset(other for other in view.opened if not other <= gates)


def _view(scene: Scene) -> View:
    return View(frozenset(group.box.gates for group in scene.groups), scene)
