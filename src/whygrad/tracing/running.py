"""The run of a program under watch: what it binds, what it may do to the world, and when it must stop."""

from __future__ import annotations

import builtins
import contextlib
import io
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, Literal, NamedTuple

from whygrad.gates.arithmetic import identity
from whygrad.graph import Graph
from whygrad.tracing.instrument import Site
from whygrad.tracing.proxies import BUILTINS, MATH
from whygrad.tracing.traced import DROPS, NUMBERS, Traced, plain

#: Turns of a loop that holds claims and is followed by none, after which a run has seen enough.
ENOUGH_TURNS = 3
#: Values recorded before a run keeps only those of the names it was asked to watch.
MAX_EVENTS = 200_000


class Stop(BaseException):
    """A run stops here; not an `Exception`, so that a bare `except Exception` in the program doesn't swallow it."""


class Enough(Stop):
    """Everything that is wanted has been seen."""


class LimitReached(Stop):
    """The program took more turns and calls than it was allowed."""


class Refused(Stop):
    """The program asked for something that can't be given: `slug` says what."""

    def __init__(self, slug: str, **fields: str) -> None:
        super().__init__(slug)
        self.slug = slug
        self.fields = fields


class Key(NamedTuple):
    """One time that a statement gave a name its value, the same in every run: statement, name, how often before."""

    site: Site
    name: str
    occurrence: int


class Event(NamedTuple):
    """A name was given a value, or its value was changed in place. `time` is the number of nodes in the graph then."""

    key: Key
    kind: Literal["bind", "parameter", "mutate"]
    frame: int
    value: Any
    time: int

    @property
    def name(self) -> str:
        return self.key.name


class Leaf(NamedTuple):
    """A number of the program's own that was made an input: which entry of which name."""

    key: Key
    path: tuple[Any, ...]
    index: int
    value: float


LeafValue = Callable[[Key, tuple[Any, ...], float], float]


@dataclass
class World:
    """What a program may see of the world; recorded in the first run, played back in every later one."""

    first: bool = True
    random_state: Any = field(default_factory=random.getstate)
    clock: list[float] = field(default_factory=list)


@dataclass
class Settings:
    """How a program is run: `watched` names get nodes of their own, `leaf_value` gives inputs other values."""

    watched: frozenset[str] = frozenset()
    leaf_value: LeafValue | None = None
    injected: Mapping[Key, Any] = field(default_factory=dict)
    limit: int = 1_000_000
    ending_loops: frozenset[Site] = frozenset()
    trace: bool = True


class Watch:
    """The object that an instrumented program reports to."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.graph = Graph()
        self.events: list[Event] = []
        self.leaves: list[Leaf] = []
        self.snapshots: list[tuple[Site, int, dict[str, Any]]] = []
        self.turns = 0
        self.frames = itertools.count(1)
        self.scopes: dict[int, Site] = {}
        self._occurrences: Counter[tuple[Site, str]] = Counter()
        self._loop_turns: Counter[Site] = Counter()

    def tick(self, site: Site) -> None:
        """A turn of a loop."""
        self._spend()
        if site in self.settings.ending_loops:
            self._loop_turns[site] += 1
            if self._loop_turns[site] > ENOUGH_TURNS:
                raise Enough

    def _spend(self) -> None:
        self.turns += 1
        if self.turns > self.settings.limit:
            raise LimitReached

    def enter(self, site: Site) -> int:
        """A function is entered; the number tells its frame from all others."""
        self._spend()
        frame = next(self.frames)
        self.scopes[frame] = site
        return frame

    def feed(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """The turns of a comprehension."""
        for item in iterable:
            self._spend()
            yield item

    def to_float(self, function: Any, value: Any) -> Any:
        """`float(x)`, which keeps the trace of x."""
        if function is builtins.float and type(value) is Traced:
            return value * 1.0 if type(value.value) is not float else value
        return function(value)

    def before(self, site: Site) -> None:
        """Record all names as they are before a statement."""
        frame = sys._getframe(1)
        names = {**frame.f_globals, **frame.f_locals}
        values = {name: value if name.startswith("__") else plain(value) for name, value in names.items()}
        self.snapshots.append((site, names.get("__whygrad_frame__", 0), values))

    def bind(self, site: Site, name: str, value: Any, frame: int, fresh: bool) -> Any:
        """A name was given a value; what is returned takes its place."""
        key = self._key(site, name)
        if key in self.settings.injected:
            value = self._as_nodes(self.settings.injected[key])
        if name in self.settings.watched:
            value = self._own(value, key, fresh)
        is_parameter = self.scopes.get(frame) == site
        self._record(Event(key, "parameter" if is_parameter else "bind", frame, value, len(self.graph)))
        return value

    def mutate(self, site: Site, name: str, value: Any, frame: int) -> None:
        """What a name stands for was changed in place."""
        key = self._key(site, name)
        if key in self.settings.injected and isinstance(value, list):
            value[:] = self._as_nodes(self.settings.injected[key])
        if name in self.settings.watched:
            self._own(value, key, fresh=False)
        self._record(Event(key, "mutate", frame, value, len(self.graph)))

    def _key(self, site: Site, name: str) -> Key:
        occurrence = self._occurrences[site, name]
        self._occurrences[site, name] += 1
        return Key(site, name, occurrence)

    def _record(self, event: Event) -> None:
        if len(self.events) < MAX_EVENTS or event.name in self.settings.watched:
            self.events.append(event._replace(value=frozen(event.value)))

    def _as_nodes(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return type(value)([self._as_nodes(item) for item in value])
        return Traced.input(self.graph, value) if self.settings.trace and type(value) in NUMBERS else value

    def _own(self, value: Any, key: Key, fresh: bool, path: tuple[Any, ...] = ()) -> Any:
        """Give a watched name nodes of its own: an input for a plain number, a name for a traced one."""
        kind = type(value)
        if kind is Traced:
            return identity(value) if fresh else value
        if kind is int or kind is float:
            return self._input(value, key, path)
        if kind is list:
            for index, item in enumerate(value):
                value[index] = self._own(item, key, fresh, (*path, index))
        elif kind is tuple:
            return tuple([self._own(item, key, fresh, (*path, index)) for index, item in enumerate(value)])
        elif kind is dict:
            for name, item in value.items():
                value[name] = self._own(item, key, fresh, (*path, name))
        return value

    def _input(self, value: Any, key: Key, path: tuple[Any, ...]) -> Any:
        if self.settings.leaf_value is not None:
            value = self.settings.leaf_value(key, path, value)
        if not self.settings.trace:
            return value
        made = Traced.input(self.graph, value)
        self.leaves.append(Leaf(key, path, made.index, value))
        return made


def frozen(value: Any) -> Any:
    """The value as it is now: lists and dicts are copied, since they may change."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind([frozen(item) for item in value])
    if kind is dict:
        return {key: frozen(item) for key, item in value.items()}
    return value


@dataclass
class Crash:
    """The exception that ended a run, and where: the user's code, the instruction, the names in that frame."""

    exception: BaseException
    code: CodeType | None
    instruction: int
    line: int
    names: dict[str, Any]


@dataclass
class Trace:
    """What a run left behind."""

    graph: Graph
    events: list[Event]
    leaves: list[Leaf]
    snapshots: list[tuple[Site, int, dict[str, Any]]]
    scopes: dict[int, Site]
    printed: str
    drops: list[tuple[CodeType, int, Traced]]
    turns: int
    crash: Crash | None


class _NoInput(io.TextIOBase):
    """Standard input of a program under watch."""

    def read(self, *_: Any) -> Any:
        raise Refused("input")

    readline = readlines = __next__ = read


def _refuse_input(*_: Any) -> Any:
    raise Refused("input")


UNSUPPORTED = frozenset({"numpy", "torch", "jax", "tensorflow", "scipy", "pandas", "autograd", "cupy"})


def _import(name: str, *arguments: Any, **options: Any) -> Any:
    if name.split(".", 1)[0] == "math":
        return MATH
    if name.split(".", 1)[0] in UNSUPPORTED:
        raise Refused("array-library", module=name.split(".", 1)[0])
    return builtins.__import__(name, *arguments, **options)


def _opener(world: World) -> Callable[..., Any]:
    def open_(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if not world.first and any(letter in mode for letter in "wax+"):
            return io.BytesIO() if "b" in mode else io.StringIO()
        return open(file, mode, *arguments, **options)

    return open_


@contextlib.contextmanager
def _sealed(world: World) -> Iterator[io.StringIO]:
    """The world as a program under watch finds it: its prints are kept from the screen, its draws and clock repeat."""
    state, stdin = random.getstate(), sys.stdin
    random.setstate(world.random_state)
    clocks = {name: getattr(time, name) for name in ("time", "perf_counter", "monotonic", "process_time")}
    sleep = time.sleep
    ticks = iter(list(world.clock))

    def recorded(clock: Callable[[], float]) -> Callable[[], float]:
        def read() -> float:
            if not world.first:
                return next(ticks, world.clock[-1] if world.clock else 0.0)
            world.clock.append(clock())
            return world.clock[-1]

        return read

    printed = io.StringIO()
    try:
        for name, clock in clocks.items():
            setattr(time, name, recorded(clock))
        time.sleep = lambda seconds: None
        sys.stdin = _NoInput()  # type: ignore[assignment]
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            yield printed
    finally:
        for name, clock in clocks.items():
            setattr(time, name, clock)
        time.sleep = sleep
        sys.stdin = stdin
        random.setstate(state)
        world.first = False


def run(code: CodeType, settings: Settings, world: World, *, name: str = "__main__") -> Trace:
    """Run compiled, instrumented code to its end, its crash or its limit; never raises what the program raises."""
    watch = Watch(settings)
    names: dict[str, Any] = {
        "__name__": name,
        "__file__": code.co_filename,
        "__builtins__": {**BUILTINS, "__import__": _import, "input": _refuse_input, "open": _opener(world)},
        "__whygrad__": watch,
        "__whygrad_frame__": 0,
    }
    DROPS.clear()
    crash = None
    with _sealed(world) as printed:
        try:
            exec(code, names)
        except (Enough, SystemExit):
            pass
        except (Exception, Stop) as exception:
            crash = _crash(exception, code.co_filename)
    drops, DROPS[:] = list(DROPS), []
    return Trace(
        watch.graph, watch.events, watch.leaves, watch.snapshots, watch.scopes, printed.getvalue(), drops, watch.turns, crash
    )


def _crash(exception: BaseException, filename: str) -> Crash:
    """Where, in the user's own code, an exception came from."""
    traceback, where = exception.__traceback__, None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            where = traceback
        traceback = traceback.tb_next
    if where is None:
        return Crash(exception, None, 0, 1, {})
    frame = where.tb_frame
    names = {name: plain(value) for name, value in {**frame.f_globals, **frame.f_locals}.items()}
    exception.__traceback__ = None  # it would keep every frame of the run alive
    return Crash(exception, frame.f_code, where.tb_lasti, where.tb_lineno, names)
