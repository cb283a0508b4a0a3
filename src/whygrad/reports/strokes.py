"""The lines of a picture: where wires end at a gate, how they turn, where they part."""

from __future__ import annotations

from collections.abc import Sequence

from whygrad.drawing.layout import Layout, Point, Rectangle

RADIUS = 17.0
#: How round the corners of wires are.
CORNER = 6.0


def ranks(numbers: Sequence[float]) -> list[int]:
    """The rank of each number among them."""
    order = sorted(range(len(numbers)), key=lambda position: numbers[position])
    ranks = [0] * len(numbers)
    for rank, position in enumerate(order):
        ranks[position] = rank
    return ranks


def ends(count: int, body: Rectangle, is_round: bool) -> list[Point]:
    """Where wires end at the left side of a gate, from the top down."""
    found = []
    for number in range(count):
        down = (2 * number + 1 - count) / count if count else 0.0
        y = body.middle + down * body.height * 0.42
        inset = RADIUS - (RADIUS**2 - min(abs(y - body.middle), RADIUS) ** 2) ** 0.5 if is_round else 0.0
        found.append((body.x + inset, y))
    return found


def at(place: Rectangle) -> str:
    """A rectangle as attributes."""
    return f'x="{place.x:.1f}" y="{place.y:.1f}" width="{place.width:.1f}" height="{place.height:.1f}"'


def moved(layout: Layout, x: float, y: float) -> Layout:
    """A layout elsewhere."""

    def there(place: Rectangle) -> Rectangle:
        return Rectangle(place.x + x, place.y + y, place.width, place.height)

    links = tuple(tuple((a + x, b + y) for a, b in link) for link in layout.links)
    return Layout(tuple(map(there, layout.blocks)), links, tuple(map(there, layout.frames)), layout.width, layout.height)


def rounded(course: Sequence[Point]) -> str:
    """A path along these points with its corners rounded off."""
    path = [f"M{course[0][0]:.1f} {course[0][1]:.1f}"]
    for before, at, after in zip(course, course[1:], course[2:], strict=False):
        first, second = toward(at, before), toward(at, after)
        path.append(f"L{first[0]:.1f} {first[1]:.1f}Q{at[0]:.1f} {at[1]:.1f} {second[0]:.1f} {second[1]:.1f}")
    path.append(f"L{course[-1][0]:.1f} {course[-1][1]:.1f}")
    return "".join(path)


def plain(points: Sequence[Point]) -> tuple[Point, ...]:
    """A course without the points at which it doesn't turn."""
    found: list[Point] = []
    for point in points:
        if found and near(found[-1], point):
            continue
        if len(found) > 1 and direction(found[-2], found[-1]) == direction(found[-1], point):
            found.pop()
        found.append(point)
    return tuple(found)


def near(one: Point, other: Point) -> bool:
    """Is it the same place?"""
    return abs(one[0] - other[0]) < 0.05 and abs(one[1] - other[1]) < 0.05


def direction(start: Point, end: Point) -> tuple[float, float]:
    """Along an axis, which way; of a slanting line, its slope."""
    across, down = end[0] - start[0], end[1] - start[1]
    if abs(across) < 0.05 or abs(down) < 0.05:
        return (round(across / (abs(across) or 1.0)), round(down / (abs(down) or 1.0)))
    return (across, down)


def parting(courses: Sequence[tuple[Point, ...]]) -> Point:
    """Where courses that start together go different ways."""
    at = courses[0][0]
    left = [list(course[1:]) for course in courses]
    while all(left) and len({direction(at, course[0]) for course in left}) == 1:
        nearest = min((course[0] for course in left), key=lambda point: abs(point[0] - at[0]) + abs(point[1] - at[1]))
        at = nearest
        left = [course[1:] if near(course[0], at) else course for course in left]
    return at


def toward(start: Point, end: Point) -> Point:
    """A little way from one point to another."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
    share = min(CORNER, length / 2) / length
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
