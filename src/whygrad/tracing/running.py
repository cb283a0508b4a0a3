"""The run of a program under watch: what it binds, what it may do to the world, and when it must stop."""

from __future__ import annotations

import builtins
import copy
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import CodeType, FunctionType
from typing import Any, Literal, NamedTuple

from whygrad.gates.arithmetic import identity
from whygrad.graph import Graph
from whygrad.tracing.calls import Calls
from whygrad.tracing.crash import Crash, crash_of, is_raised
from whygrad.tracing.instrument import Site
from whygrad.tracing.proxies import builtins_for, module_for
from whygrad.tracing.stops import Enough, LimitReached, Refused, Stop, deep_enough, guarded, memory_limit
from whygrad.tracing.traced import DROPS, NUMBERS, Traced, plain
from whygrad.tracing.world import Seal, World

__all__ = ["Crash", "Enough", "Event", "Key", "Leaf", "LimitReached", "Refused", "Settings", "Stop", "Trace", "Watch", "World", "run"]

#: Turns of a loop that holds claims and is followed by none, after which a run has seen enough.
ENOUGH_TURNS = 3
#: Values recorded, and entries of lists copied for it, before a run keeps only those of the names it was asked to watch.
MAX_EVENTS = 200_000
MAX_COPIED = 5_000_000


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
    index: int  # type: ignore[assignment]
    value: float


_new = tuple.__new__  # a NamedTuple's own constructor takes four times as long, and every assignment needs two

#: What is copied where it is recorded, since it may change.
_CONTAINERS = (list, tuple, dict)

#: An expression to be evaluated in the program's own frame, or what makes its value.
Trial = CodeType | Callable[[], Any]
LeafValue = Callable[[Key, tuple[Any, ...], float], float]


@dataclass
class Settings:
    """How a program is run: `watched` names get nodes of their own, `leaf_value` gives inputs other values."""

    watched: frozenset[str] = frozenset()
    leaf_value: LeafValue | None = None
    injected: Mapping[Key, Any] = field(default_factory=dict)
    limit: int = 1_000_000
    seconds: float = 20.0
    ending_loops: frozenset[Site] = frozenset()
    trace: bool = True
    trial: tuple[Site, Trial] | None = None  # what is tried in the place of that statement's value
    calls: bool = False  # keep which nodes were made in which call, and in which turn of a loop


class Watch:
    """The object that an instrumented program reports to."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.trial_site: Site | None = settings.trial[0] if settings.trial else None
        self._trial: Trial | None = settings.trial[1] if settings.trial else None
        self.graph = Graph()
        self.events: list[Event] = []
        self.leaves: list[Leaf] = []
        self.snapshots: list[tuple[Site, int, dict[str, Any]]] = []
        self.turns = 0
        self.stop: Stop | None = None
        self.frames = itertools.count(1)
        self.scopes: dict[int, Site] = {}
        self.calls = Calls()
        self._watched, self._injected = settings.watched, settings.injected
        self._holders = frozenset(name.split("[", 1)[0] for name in self._watched if "[" in name)
        self._held: dict[int, dict[str, tuple[Any, Any]]] = {}
        self._copied = 0
        self._occurrences: dict[tuple[Site, str], int] = {}
        self._loop_turns: Counter[Site] = Counter()
        self._limit = settings.limit
        self._asks_loops = settings.calls or bool(settings.ending_loops)
        self._asks_names = settings.calls or bool(settings.injected)
        self._special = self._watched | self._holders

    def tick(self, site: Site) -> None:
        """A turn of a loop."""
        self.turns += 1
        if self.turns > self._limit:
            raise self.stopped(LimitReached())
        if not self._asks_loops:
            return
        if self.settings.calls:
            self.calls.tick(site, len(self.graph))
        if site in self.settings.ending_loops:
            self._loop_turns[site] += 1
            if self._loop_turns[site] > ENOUGH_TURNS:
                raise self.stopped(Enough())

    def turn(self) -> bool:
        """A call of a lambda."""
        self._spend()
        return True

    def _spend(self, turns: int = 1) -> None:
        self.turns += turns
        if self.turns > self.settings.limit:
            raise self.stopped(LimitReached())

    def stopped(self, stop: Stop) -> Stop:
        """Remember why the run stops, though the program may swallow it in an `except:`."""
        self.stop = self.stop or stop
        return stop

    def enter(self, site: Site) -> int:
        """A function is entered; the number tells its frame from all others."""
        self._spend()
        frame = next(self.frames)
        self.scopes[frame] = site
        return frame

    def call(self, frame: int) -> None:
        """The function that was entered ends before its caller goes on: it is no generator."""
        self.calls.begin(self.scopes[frame], frame, len(self.graph), sys._getframe(2))

    def leave(self, frame: int, value: Any = None) -> Any:
        """A function comes to its end, with this value."""
        self.calls.leave(frame, len(self.graph))
        return value

    def feed(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """The turns of a comprehension, or of whatever need not end."""
        return self._fed(iter(iterable))

    def _fed(self, iterator: Iterator[Any]) -> Iterator[Any]:
        for item in iterator:
            self._spend()
            yield item

    def taken(self, iterable: Iterable[Any]) -> list[Any]:
        """All the items of an iterable, at a turn each."""
        if type(iterable) is list or type(iterable) is tuple:
            return list(iterable)
        items = list(itertools.islice(iterable, max(self.settings.limit - self.turns, 0) + 1))
        self._spend(len(items))
        return items

    def to_float(self, function: Any, value: Any) -> Any:
        """`float(x)`, which keeps the trace of x, and of what a class of the user's says that it is as a float."""
        theirs = getattr(type(value), "__float__", None)
        if function is builtins.float and isinstance(theirs, FunctionType) and type(value) is not Traced:
            answer = theirs(value)
            if isinstance(answer, float):
                return answer
        if function is builtins.float and type(value) is Traced and type(value.value) is not complex:
            return value if type(value.value) is float else Traced.record(identity, [value], float(value.value))
        return function(value)

    def type_of(self, function: Any, value: Any) -> Any:
        """`type(x)`, which knows nothing of traces."""
        return type(value.value) if function is builtins.type and type(value) is Traced else function(value)

    def same(self, left: Any, right: Any) -> bool:
        """`left is right`, as it would be of the numbers themselves."""
        return (left.value if type(left) is Traced else left) is (right.value if type(right) is Traced else right)

    def before(self, site: Site) -> None:
        """Record all names as they are before a statement."""
        frame = sys._getframe(1)
        names = {**frame.f_globals, **frame.f_locals}
        values = {name: value if name.startswith("__") else _still(value) for name, value in names.items()}
        self.snapshots.append((site, names.get("__whygrad_frame__", 0), values))

    def trial(self) -> Any:
        """The value of what is tried in the place of a statement's own."""
        if not isinstance(self._trial, CodeType):
            assert self._trial is not None
            return self._trial()
        frame = sys._getframe(1)
        return eval(self._trial, {**frame.f_globals, **frame.f_locals})

    def bind(self, site: Site, name: str, value: Any, frame: int, fresh: bool) -> Any:
        """A name was given a value; what is returned takes its place."""
        if not self._asks_names and name not in self._special and type(value) not in _CONTAINERS:  # most names, at half the cost
            events = self.events
            if len(events) < MAX_EVENTS and self._copied < MAX_COPIED:
                occurrence = self._occurrences.get(place := (site, name), 0)
                self._occurrences[place] = occurrence + 1
                role = "parameter" if self.scopes.get(frame) == site else "bind"
                events.append(_new(Event, (_new(Key, (site, name, occurrence)), role, frame, value, len(self.graph.values))))
            return value
        if self.settings.calls:
            self.calls.back_in(frame, len(self.graph))
        key = self._key(site, name)
        if self._injected and key in self._injected:
            value = self._as_nodes(self._injected[key])
        watched = name in self._watched
        kind: Literal["parameter", "bind"] = "parameter" if self.scopes.get(frame) == site else "bind"
        if watched:
            # a number has no identity of its own: a second name for it is a value of its own, but for a parameter
            value = self._own(value, key, fresh or (type(value) is Traced and kind == "bind"))
        if name in self._holders and type(value) is dict:
            self._held.pop(id(value), None)
            self._parts(site, name, value, frame)
        if watched or self._affords(value):
            self.events.append(_new(Event, (key, kind, frame, frozen(value), len(self.graph.values))))
        return value

    def mutate(self, site: Site, name: str, value: Any, frame: int) -> None:
        """What a name stands for was changed in place."""
        key = self._key(site, name)
        if key in self._injected and isinstance(value, list):
            value[:] = self._as_nodes(self._injected[key])
        watched = name in self._watched
        if watched:
            self._own(value, key, fresh=False)
        if name in self._holders and type(value) is dict:
            self._parts(site, name, value, frame)
        if watched or self._affords(value):
            self.events.append(Event(key, "mutate", frame, frozen(value), len(self.graph)))

    def _affords(self, value: Any) -> bool:
        """May a value of a name that is not watched be recorded? A list that grows is copied again and again."""
        if type(value) is list or type(value) is dict:
            last = value[-1] if type(value) is list and value else None
            self._copied += len(value) * (1 + len(last) if type(last) is list else 1)
        return len(self.events) < MAX_EVENTS and self._copied < MAX_COPIED

    def _parts(self, site: Site, holder: str, value: dict[Any, Any], frame: int) -> None:
        """The entries of a dict that are watched under names of their own, such as `grads['w']`: those that are new."""
        held = self._held.setdefault(id(value), {})
        for index, item in value.items():
            name = f"{holder}[{index!r}]"
            before, then = held.get(index, (None, None))
            if name not in self._watched or (index in held and before is item and unchanged(then, item)):
                continue
            key = self._key(site, name)
            if key in self._injected:
                value[index] = self._as_nodes(self._injected[key])
            held[index] = (value[index], frozen(value[index]))
            kind: Literal["bind", "mutate"] = "mutate" if before is item and type(item) is list else "bind"
            self.events.append(Event(key, kind, frame, held[index][1], len(self.graph)))

    def _key(self, site: Site, name: str) -> Key:
        place = (site, name)
        occurrence = self._occurrences.get(place, 0)
        self._occurrences[place] = occurrence + 1
        return _new(Key, (site, name, occurrence))

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


def _still(value: Any) -> Any:
    """The value in plain numbers; an object of the program's own as it is now, since its attributes may change."""
    if getattr(type(value), "__module__", "") != "__main__" or not hasattr(value, "__dict__"):
        return plain(value)
    try:
        copied = copy.copy(value)
        vars(copied).update({name: plain(item) for name, item in vars(value).items()})
    except Exception:  # a class may forbid copies or assignment: then it stands as it is
        return value
    return copied


def frozen(value: Any) -> Any:
    """The value as it is now: lists and dicts are copied, since they may change."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind([frozen(item) for item in value])
    if kind is dict:
        return {key: frozen(item) for key, item in value.items()}
    return value


def unchanged(then: Any, now: Any) -> bool:
    """Is a value still what it was when it was frozen: the same objects in the same places?"""
    if type(then) is list and type(now) is list:
        return len(then) == len(now) and all(map(unchanged, then, now))
    return then is now or (type(then) is type(now) and type(now) in (tuple, dict))


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
    left: Crash | None = None  # where the program ended itself, by sys.exit
    calls: Calls = field(default_factory=Calls)


UNSUPPORTED = frozenset({"numpy", "torch", "jax", "tensorflow", "scipy", "pandas", "autograd", "cupy"})

#: What Python raises where it is given a traced number and wants a number of its own.
PERHAPS_OURS = (TypeError, AttributeError)


def _builtins(watch: Watch, seal: Seal) -> dict[str, Any]:
    """The builtins of a program under watch."""

    def import_(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if level == 0 and (module := module_for(name, watch)) is not None:
            return module
        if level == 0 and name.split(".", 1)[0] in UNSUPPORTED:
            raise watch.stopped(Refused("array-library", module=name.split(".", 1)[0]))
        with seal.importing():
            return builtins.__import__(name, globals, locals, fromlist, level)

    def input_(*_: Any) -> Any:
        raise watch.stopped(Refused("input"))

    return {**builtins_for(watch), "__import__": import_, "input": input_, "open": seal.opener()}


def run(code: CodeType, settings: Settings, world: World, *, name: str = "__main__") -> Trace:
    """Run compiled, instrumented code to its end, its crash or its limit; never raises what the program raises."""
    trace = _run(code, settings, world, name)
    if trace.crash is not None and settings.trace and isinstance(trace.crash.exception, PERHAPS_OURS):
        trace.crash = _unmasked(trace.crash, _run(code, replace(settings, trace=False), world, name).crash)
    return trace


def _unmasked(traced: Crash, untraced: Crash | None) -> Crash:
    """The crash in Python's own words. A program that crashes only when it is traced can't be followed from there on."""
    if untraced is not None and type(untraced.exception) is type(traced.exception) and untraced.line == traced.line:
        return untraced
    refused = Refused("untraceable", words=str(traced.exception).replace(Traced.__name__, "float"))
    return replace(traced, exception=refused)


def _run(code: CodeType, settings: Settings, world: World, name: str) -> Trace:
    watch, seal = Watch(settings), Seal(world)
    names = {"__name__": name, "__file__": code.co_filename, "__whygrad__": watch, "__whygrad_frame__": 0}
    DROPS.clear()
    crash = left = None
    if world.first:
        world.memory_limit = memory_limit()
    with seal, guarded(settings.seconds, world.memory_limit), deep_enough():
        try:
            exec(code, {**names, "__builtins__": _builtins(watch, seal)})
        except Enough:
            pass
        except SystemExit as exception:
            left = crash_of(exception, code.co_filename)
        except MemoryError as exception:
            crash = replace(crash_of(exception, code.co_filename, names=False), exception=watch.stopped(LimitReached("memory")))
        except BaseException as exception:
            if (
                isinstance(exception, KeyboardInterrupt)
                and exception.__traceback__ is not None
                and not is_raised(exception, code.co_filename)
            ):
                raise  # somebody pressed Ctrl-C
            crash = crash_of(exception, code.co_filename)
        if crash is None and isinstance(watch.stop, LimitReached | Refused):
            crash = crash_of(watch.stop, code.co_filename)
    drops, DROPS[:] = list(DROPS), []
    watch.calls.back_in(0, len(watch.graph))
    return Trace(
        watch.graph,
        watch.events,
        watch.leaves,
        watch.snapshots,
        watch.scopes,
        seal.printed.text(),
        drops,
        watch.turns,
        crash,
        left,
        watch.calls,
    )
