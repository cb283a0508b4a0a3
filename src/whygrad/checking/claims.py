"""A claim: this value of this name should equal the gradient of that output with respect to that variable."""

from __future__ import annotations

from dataclasses import dataclass, field

from whygrad.checking.names import Reading, base_name
from whygrad.tracing.instrument import Site
from whygrad.tracing.running import Key


@dataclass
class Claim:
    """`reading.name`, as `key` left it, claims the gradient of `output` with respect to the version of the variable at `variable`."""

    reading: Reading
    keys: tuple[Key, ...]  # the statements that made it, in order: the last holds the value
    frame: int
    variable: Key | None = None
    series: tuple[Key, ...] = ()  # a variable that a loop makes anew in each turn, where the gradients are kept in a list
    versions: tuple[Key, ...] = ()  # other versions of the variable that may be meant
    output: Key | None = None
    rivals: tuple[Key, ...] = ()  # other outputs that may be meant
    doubts: tuple[Key, ...] = ()  # outputs that are less likely meant, but would make a wrong claim right
    upstream: Key | None = None
    continuing: frozenset[Site] = frozenset()  # the statements that build on what the claim's name holds already
    output_continuing: frozenset[Site] = frozenset()  # the same for the output's
    until: Key | None = None  # the first of the name's next version
    shared: bool = False  # another claimed variable is the very same list
    afterwards: Key | None = None  # where the gradient, once made, is clipped, normalised or scaled to a step
    entry: bool = False  # a number, in a loop, that is the gradient of one entry of its variable
    why_not: str = ""  # why no verdict can be given: a reason's name

    @property
    def key(self) -> Key:
        return self.keys[-1]

    @property
    def name(self) -> str:
        return self.reading.name

    @property
    def site(self) -> Site:
        return self.key.site


@dataclass
class Claims:
    """All claims of a program, in order of execution, and the keys of the gradients from above."""

    claims: list[Claim] = field(default_factory=list)
    upstreams: dict[Key, Key] = field(default_factory=dict)  # upstream → output
    passed_over: list[str] = field(default_factory=list)
    numerical: list[str] = field(default_factory=list)  # names of difference quotients, which claim nothing

    @property
    def varied(self) -> frozenset[str]:
        """The names that are moved at generic points."""
        return frozenset({base_name(claim.reading.wrt) for claim in self.claims} | {key.name for key in self.upstreams})
