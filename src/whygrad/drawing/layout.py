"""Where everything stands: one interface to the library that lays out the picture, so that another one can take its place.

The library is graphlay: layers from left to right, orthogonal wires that go around what is in their way, boxes around
what belongs together, the same picture every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

#: Blocks above which the layout is made in less time and with a few more crossings.
MANY = 60
VERY_MANY = 250

LAYER_GAP = 26.0
NODE_GAP = 16.0
PORT_GAP = 20.0
_ROUTING = {"style": "orthogonal", "merge_edges": "forks", "port_sides": "facing_only"}
#: Between a frame and what is in it: room for the frame's title, and for a wire.
PADDING = 27.0
_SPACING = {
    "layer_gap": LAYER_GAP,
    "node_gap": NODE_GAP,
    "dummy_gap": 12.0,
    "port_gap": PORT_GAP,
    "port_stroke_clear": 8.0,
    "stub": 8.0,
    "compound_padding": PADDING,
}
#: How far a wire may be in a block and only touch it.
TOUCH = 1.0

#: What is tried in turn where wires run through blocks.
_WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"spacing": _SPACING | {"dummy_gap": 20.0}},
    {"spacing": _SPACING | {"dummy_gap": 20.0}, "routing": _ROUTING | {"merge_edges": "none"}},
    {"coords": {"placement": "brandes_koepf"}, "routing": _ROUTING | {"merge_edges": "none"}},
)


class NoLayout(Exception):
    """The library isn't installed."""


@dataclass(frozen=True)
class Block:
    """Something of a size, in a frame or in none."""

    width: float
    height: float
    frame: int | None = None


@dataclass(frozen=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """The place of every block, the course of every link from its source to its target, and the frames around blocks."""

    blocks: tuple[Rectangle, ...]
    links: tuple[tuple[Point, ...], ...]
    frames: tuple[Rectangle, ...]
    width: float
    height: float


def laid_out(blocks: Sequence[Block], links: Sequence[tuple[int, int]], frames: Sequence[int | None] = (), header: float = 0.0) -> Layout:
    """Place blocks from left to right. `links` go from one block to another; `frames` says in which frame each frame
    lies. Raises NoLayout.

    >>> places = laid_out([Block(20, 20), Block(20, 20)], [(0, 1)])
    >>> places.blocks[0].x < places.blocks[1].x, len(places.links)
    (True, 1)
    """
    try:
        import graphlay
    except ImportError:
        raise NoLayout from None
    first = len(blocks)
    nodes: list[dict[str, Any]] = [_node(block.width, block.height, block.frame, first) for block in blocks]
    nodes += [_node(1.0, 1.0, parent, first) for parent in frames]
    edges = [{"source": source, "target": target, "weight": 1.0} for source, target in links]
    found: Layout | None = None
    fewest = 0
    for changed in _WAYS:  # the library now and then leads a wire through a block that it has no business at
        answer = graphlay.layout({"nodes": nodes, "edges": edges}, preset="layered", options=_options(len(blocks)) | changed)
        layout = _read(answer, first)
        if not (crossed := _crossed(layout, links)):
            return layout
        if found is None or crossed < fewest:
            found, fewest = layout, crossed
    assert found is not None
    return found


def _read(answer: Any, first: int) -> Layout:
    """The library's answer; the nodes from `first` on are frames."""
    left, top = answer.bounds["min"]["x"], answer.bounds["min"]["y"]
    places = tuple(
        Rectangle(
            node["center"]["x"] - node["size"]["width"] / 2 - left,
            node["center"]["y"] - node["size"]["height"] / 2 - top,
            node["size"]["width"],
            node["size"]["height"],
        )
        for node in answer.nodes
    )
    courses = tuple(tuple((point["x"] - left, point["y"] - top) for point in edge["points"]) for edge in answer.edges)
    return Layout(places[:first], courses, places[first:], answer.bounds["max"]["x"] - left, answer.bounds["max"]["y"] - top)


def _crossed(layout: Layout, links: Sequence[tuple[int, int]]) -> int:
    """How often a wire runs through a block that it neither leaves nor enters."""
    import numpy as np

    parts = [(*pair, number) for number, course in enumerate(layout.links) for pair in pairwise(course)]
    if not parts or not layout.blocks:
        return 0
    ends = np.array([(*one, *other) for one, other, _number in parts])
    own = np.array([links[number] for *_pair, number in parts])
    places = np.array([(block.x, block.y, block.x + block.width, block.y + block.height) for block in layout.blocks])
    low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    hit = np.ones((len(parts), len(places)), bool)
    for axis in (0, 1):
        hit &= (low[:, axis, None] < places[None, :, axis + 2] - TOUCH) & (high[:, axis, None] > places[None, :, axis] + TOUCH)
    for end in (0, 1):
        hit[np.arange(len(parts)), own[:, end]] = False
    return int(hit.sum())


def _node(width: float, height: float, frame: int | None, first: int) -> dict[str, Any]:
    node: dict[str, Any] = {"size": {"width": width, "height": height}, "shape": "box"}
    if frame is not None:
        node["parent"] = first + frame
    return node


def _options(size: int) -> dict[str, Any]:
    return {
        "direction": "leftright",
        "effort": "balanced" if size <= MANY else "fast",
        "coords": {"placement": "network_simplex" if size <= VERY_MANY else "brandes_koepf"},
        "routing": _ROUTING,
        "tuning": {"routing": {"port_relax_rounds": 0}},  # wires that come close at a gate leave no room for numbers
        "spacing": _SPACING,
    }
