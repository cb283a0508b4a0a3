"""Which boxes are to be opened: those that somebody asks for, by name or by title, with those around them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from whygrad.drawing.boxes import Box
from whygrad.text import Text

if TYPE_CHECKING:
    from whygrad.drawing.net import Gates
    from whygrad.drawing.scene import Scene, Setting

#: What asks for every box to be opened.
ALL = "all"
#: Boxes that are looked at for one that is asked for and isn't seen at first.
MOST_SEARCHED = 3000


class Asked:
    """What is asked to be open: boxes by name or by title (or `all`), and the `depth` outermost levels.

    A box that isn't seen until others are opened is looked for when the scene is set, and those others are opened, too.
    """

    def __init__(
        self, setting: Setting, expand: Collection[str] = (), depth: int = 0, spoken: Callable[[Text], str] = Text.english
    ) -> None:
        self.setting = setting
        self.wiring = setting.wiring
        self.names = frozenset(expand)
        self.depth = depth
        self.spoken = spoken
        self.met: set[str] = set()
        self.inside: list[Gates] = []  # of boxes that are asked for, and lie in others

    def is_open(self, box: Box, level: int) -> bool:
        """Is a box to be opened: by its level, by its name, or because the learner has gradients of what is in it?"""
        if level <= self.depth or ALL in self.names:
            return True
        own = self._asked_for(box) if self.names else set[str]()
        self.met |= own
        if own or any(gates <= box.gates for gates in self.inside):
            return True
        return box.kind != "fold" and bool(self.wiring.hidden(box.gates))

    def scene(self) -> Scene:
        """The circuit with these boxes open."""
        found = self.setting.scene(self.is_open)
        left = [] if ALL in self.names else sorted(self.names - self.met)
        deep = {name: box for name in left if (box := next((one for one in self._all() if name in self._asked_for(one)), None))}
        if not deep:
            return found
        self.met |= {*deep}
        self.inside += [box.gates for box in deep.values()]
        return self.setting.scene(self.is_open)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names that no box has; to be asked once the scene is set."""
        return () if ALL in self.names else tuple(sorted(self.names - self.met))

    def there_are(self) -> list[str]:
        """What the boxes are called, as long as they have names of their own."""
        titles = [without_count(self._said(box)) for box in self._all() if box.kind not in ("turn", "fold")]
        return list(dict.fromkeys(titles))

    def _asked_for(self, box: Box) -> set[str]:
        titles = {str(box.title), self._said(box)}
        called = titles | {without_count(title) for title in titles} | box.names
        return {*(self.names & called)} | {*(self.names & self.wiring.names_leaving(box.gates))}

    def _said(self, box: Box) -> str:
        return self.spoken(box.title) if isinstance(box.title, Text) else box.title

    def _all(self) -> Iterator[Box]:
        """The boxes: those that are seen when all is open, and then level by level whatever there is."""
        everything = self.setting.wider().scene(lambda _box, _level: True)
        seen = [group.box for group in everything.groups] + [thing.box for thing in everything.things if thing.box is not None]
        yield from sorted(seen, key=lambda box: -len(box.gates))
        net, room = self.setting.net, self.setting.at_once
        waiting = deque(item for item in self.setting.level(net.run(0, len(net.gates)), room) if isinstance(item, Box))
        for _number in range(MOST_SEARCHED):
            if not waiting:
                return
            box = waiting.popleft()
            yield box
            waiting += [item for item in self.setting.level(box.gates, room) if isinstance(item, Box)]


def without_count(title: str) -> str:
    """The title of a loop without the number of its turns.

    >>> without_count("for t in range(T) × 20")
    'for t in range(T)'
    """
    return re.sub(r" × \d+$", "", title)
