"""What a compiled function finds around it and may change, however it is kept: the next call has to give what a plain run gives."""

from __future__ import annotations

import array
import collections
import contextvars
import datetime
import glob
import importlib
import os
import random
import secrets
import sys
import threading
import types
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import whygrad
from whygrad.autodiff.refusing import NotCompilable

X = np.array([1.0, 2.0, 3.0])


class Holder:
    """Something that has an attribute."""

    kept = 2.0

    def __init__(self) -> None:
        self.s = 2.0


class Scaled(type):
    """A class of classes."""

    factor = 2.0


class OfScaled(metaclass=Scaled):
    """A class that has what its own class has."""


class Dict(dict):  # type: ignore[type-arg]
    """A dict with attributes."""

    s = 2.0


HOLDER, TEXT_KEY = Holder(), {"s": 2.0}
SCALE, ZERO, PAIR = 2.0, 0.0, (0.0, 1.0)
OBJECTS = np.array([2.0, 3.0], dtype=object)
RECORDS = np.array([(2.0,)], dtype=[("s", float)])
WORDS = np.array(["2.0"])
MASKED = np.ma.masked_array([2.0, 3.0], mask=[False, True])
NUMBERS, BYTES = array.array("d", [2.0]), bytearray(b"\x02")
WINDOW = memoryview(BYTES)
PROXY, CHAIN = types.MappingProxyType(TEXT_KEY), collections.ChainMap({}, TEXT_KEY)
USERS_DICT, USERS_LIST = collections.UserDict({"s": 2.0}), collections.UserList([2.0])
CONTEXT: contextvars.ContextVar[float] = contextvars.ContextVar("CONTEXT", default=2.0)
LOCAL = threading.local()
LOCAL.s = 2.0
WEAK, WEAK_DICT = weakref.ref(HOLDER), weakref.WeakValueDictionary({"h": HOLDER})
PARTIAL_LIST = [2.0]
MANY = [Holder() for _ in range(300)]
DICT = Dict()
IN_PLACE = np.ones((2, 3))


def _set(name: str, value: Any) -> Callable[[], None]:
    return lambda: globals().__setitem__(name, value)


def helper(x: Any) -> Any:
    return x * 2.0


def _other_helper(x: Any) -> Any:
    return x * 5.0


def _import_inside(x: Any) -> Any:
    import surroundings_settings

    return np.sum(x * surroundings_settings.SCALE_OF_SETTINGS)


def _change_settings() -> None:
    sys.modules["surroundings_settings"].SCALE_OF_SETTINGS = 5.0  # type: ignore[attr-defined]


CASES: dict[str, tuple[Callable[[Any], Any], Callable[[], Any]]] = {
    "globals()": (lambda x: np.sum(x * globals()["SCALE"]), _set("SCALE", 5.0)),
    "eval": (lambda x: np.sum(x * eval("SCALE")), _set("SCALE", 6.0)),
    "getattr of a module": (lambda x: np.sum(x * getattr(sys.modules[__name__], "SCALE")), _set("SCALE", 7.0)),  # noqa: B009
    "an import inside": (_import_inside, _change_settings),
    "an array of objects": (lambda x: np.sum(x * float(OBJECTS[0])), lambda: OBJECTS.__setitem__(0, 9.0)),
    "a table": (lambda x: np.sum(x * float(RECORDS["s"][0])), lambda: RECORDS["s"].__setitem__(0, 9.0)),
    "an array of text": (lambda x: np.sum(x * float(WORDS[0])), lambda: WORDS.__setitem__(0, "9.0")),
    "a masked array": (lambda x: np.sum(x * float(MASKED[0])), lambda: MASKED.__setitem__(0, 9.0)),
    "an array of Python's": (lambda x: np.sum(x * NUMBERS[0]), lambda: NUMBERS.__setitem__(0, 9.0)),
    "made an array": (lambda x: np.sum(x * np.asarray(NUMBERS)), lambda: NUMBERS.__setitem__(0, 10.0)),
    "a bytearray": (lambda x: np.sum(x * BYTES[0]), lambda: BYTES.__setitem__(0, 9)),
    "a buffer": (lambda x: np.sum(x * np.frombuffer(BYTES, np.uint8)), lambda: BYTES.__setitem__(0, 10)),
    "a memoryview": (lambda x: np.sum(x * WINDOW[0]), lambda: BYTES.__setitem__(0, 11)),
    "a proxy of a dict": (lambda x: np.sum(x * PROXY["s"]), lambda: TEXT_KEY.__setitem__("s", 5.0)),
    "a chain of dicts": (lambda x: np.sum(x * CHAIN["s"]), lambda: TEXT_KEY.__setitem__("s", 6.0)),
    "UserDict": (lambda x: np.sum(x * USERS_DICT["s"]), lambda: USERS_DICT.__setitem__("s", 5.0)),
    "UserList": (lambda x: np.sum(x * USERS_LIST[0]), lambda: USERS_LIST.__setitem__(0, 5.0)),
    "a context variable": (lambda x: np.sum(x * CONTEXT.get()), lambda: CONTEXT.set(5.0)),
    "a thread's own": (lambda x: np.sum(x * LOCAL.s), lambda: setattr(LOCAL, "s", 5.0)),
    "a weak reference": (lambda x: np.sum(x * WEAK().s), lambda: setattr(HOLDER, "s", 5.0)),  # type: ignore[union-attr]
    "weak values": (lambda x: np.sum(x * WEAK_DICT["h"].s), lambda: setattr(HOLDER, "s", 6.0)),
    "the class of a class": (lambda x: np.sum(x * OfScaled.factor), lambda: setattr(Scaled, "factor", 5.0)),
    "another class": (lambda x: np.sum(x * MANY[0].kept), lambda: setattr(MANY[0], "__class__", type("Other", (Holder,), {"kept": 9.0}))),
    "in a long list": (lambda x: np.sum(x * MANY[299].s), lambda: setattr(MANY[299], "s", 5.0)),
    "an attribute of a dict": (lambda x: np.sum(x * DICT.s), lambda: setattr(DICT, "s", 5.0)),
    "the environment": (lambda x: np.sum(x * float(os.environ.get("WHYGRAD_TEST", "2"))), lambda: os.environ.update(WHYGRAD_TEST="5")),
    "the sign of zero": (lambda x: np.sum(np.copysign(x, ZERO)), _set("ZERO", -0.0)),
    "the sign of zero in a tuple": (lambda x: np.sum(np.copysign(x, PAIR[0])), _set("PAIR", (-0.0, 1.0))),
    "a helper's code": (lambda x: np.sum(helper(x)), lambda: setattr(helper, "__code__", _other_helper.__code__)),
    "the shape of an array": (lambda x: np.sum(x * np.sum(IN_PLACE, axis=0)[0]), lambda: setattr(IN_PLACE, "shape", (3, 2))),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_noticed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "surroundings_settings.py").write_text("SCALE_OF_SETTINGS = 2.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("WHYGRAD_TEST", "2")
    f, change = CASES[name]
    fast = whygrad.compile(f)
    for turn in (1, 2, 3):
        value, gradient = fast.value_and_grad(X)
        np.testing.assert_allclose(value, f(X), rtol=1e-12)
        np.testing.assert_allclose(gradient, whygrad.grad(f)(X), rtol=1e-12)
        if turn == 2:
            before = f(X)
            change()
            assert f(X) != before
    sys.modules.pop("surroundings_settings", None)
    importlib.invalidate_caches()


def test_new_code_in_the_function_itself_is_noticed() -> None:
    def f(x: Any) -> Any:
        return np.sum(x * 2.0)

    def other(x: Any) -> Any:
        return np.sum(x * 5.0)

    fast = whygrad.compile(f)
    assert fast.grad(X).tolist() == [2.0] * 3
    f.__code__ = other.__code__
    assert fast.grad(X).tolist() == [5.0] * 3


def test_a_list_in_a_partial_and_bytes_in_an_argument_are_noticed() -> None:
    import functools

    kept, table = [2.0], bytearray(b"\x02")
    bound = functools.partial(lambda kept, x: np.sum(x * kept[0]), kept)
    fast, of_table = whygrad.compile(bound), whygrad.compile(lambda x, table: np.sum(x * table[0]))
    for number in (2, 5):
        kept[0], table[0] = float(number), number
        assert fast.grad(X).tolist() == of_table.grad(X, table).tolist() == [float(number)] * 3


def alike(x: Any, y: Any) -> Any:
    return np.sum(x * y) * (2.0 if x is y else 1.0)


def overlapping(x: Any, y: Any) -> Any:
    return np.sum(x * y) * (2.0 if np.shares_memory(x, y) else 1.0)


def by_strides(x: Any, y: Any) -> Any:
    return np.sum(x * y) * x.strides[0]


def by_flags(x: Any, y: Any) -> Any:
    return np.sum(x * y) * (2.0 if x.flags.writeable else 1.0)


def by_base(x: Any, y: Any) -> Any:
    return np.sum(x * y) * (2.0 if x.base is None else 1.0)


def _locked() -> Any:
    made = X.copy()
    made.flags.writeable = False
    return made


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (alike, (X, X)),
        (overlapping, (X, X[:])),
        (by_strides, (np.repeat(X, 2)[::2], X)),
        (by_flags, (_locked(), X)),
        (by_base, (X[:], X)),
    ],
)
def test_what_goes_by_memory_is_right_or_refused(f: Any, args: Any) -> None:
    fast = whygrad.compile(f, argnums=(0, 1))
    plain = (X.copy(), X.copy())
    for given in (plain, args, plain):
        if given is plain:
            assert fast.value_and_grad(*given)[0] == f(*given)
        else:
            with pytest.raises(NotCompilable, match=r"test_surroundings\.py:\d+:\d+: `\w+` (goes by which arrays|asks how an array)"):
                fast.value_and_grad(*given)
            with pytest.raises(NotCompilable):
                whygrad.compile(f).value_and_grad(*given)


def test_one_dimension_with_gaps_is_another_case() -> None:
    fast = whygrad.compile(lambda x: np.sum(np.ravel(x) ** 2))
    for x in (X, np.repeat(X, 2)[::2], X[::-1]):
        assert fast.grad(x).tolist() == (2 * x).tolist()


def test_refusals_name_the_cause_and_the_line() -> None:
    seen: list[int] = []
    count = 0
    items = iter([1.0, 2.0])

    def appends(x: Any) -> Any:
        seen.append(1)
        return np.sum(x)

    def counts(x: Any) -> Any:
        nonlocal count
        count += 1
        return np.sum(x)

    def writes(x: Any) -> Any:
        x[0] = 2.0
        return np.sum(x)

    def prints(x: Any) -> Any:
        print("a step")  # noqa: T201
        return np.sum(x)

    def formats(x: Any) -> Any:
        return np.sum(x) * len(f"{np.sum(x):.3f}")

    def formats_as_c_does(x: Any) -> Any:
        return np.sum(x) * len("%.3f" % np.sum(x))  # noqa: UP031

    def draws(x: Any) -> Any:
        return np.sum(x * np.random.rand(3))

    def times(x: Any) -> Any:
        import time

        return np.sum(x) * time.perf_counter()

    def opens(x: Any) -> Any:
        with open(__file__, encoding="utf-8") as stream:
            return np.sum(x) * len(stream.readline())

    def steps(x: Any) -> Any:
        return np.sum(x) * next(items)

    causes = {
        appends: (1, "it changes `seen`, which was there before"),
        counts: (2, "it changes `count`, which was there before"),
        writes: (1, "it writes to an array that was there before"),
        prints: (1, "it prints"),
        formats: (1, "it makes a text of numbers"),
        formats_as_c_does: (1, "it makes a text of numbers"),
        draws: (1, "it draws random numbers"),
        times: (3, "it asks what time it is"),
        opens: (1, "it opens a file"),
    }
    for f, (line, cause) in causes.items():
        at = f.__code__.co_firstlineno + line
        with pytest.raises(NotCompilable, match=rf":{at}:\d+: `{f.__name__}` does more than return a value: {cause}\.\n"):
            whygrad.compile(f).value_and_grad(X.copy())
    with pytest.raises(NotCompilable, match=r"gives another item each time \(a `list_iterator`\)"):
        whygrad.compile(steps).value_and_grad(X)


def test_what_stands_outside_of_python_is_refused(tmp_path: Path) -> None:
    def lists(x: float) -> float:
        return x * len(os.listdir(tmp_path))

    def looks(x: float) -> float:
        return x * os.path.getsize(tmp_path)

    def finds(x: float) -> float:
        return x * len(glob.glob(str(tmp_path / "*")))

    def makes(x: float) -> float:
        os.makedirs(tmp_path, exist_ok=True)
        return 2 * x

    def asks(x: float) -> float:
        return x * os.getpid()

    def lies(x: float) -> float:
        return x * (id(x) % 7)

    def lies_at_once(x: float) -> float:
        return x * id(x)

    causes = {
        lists: "it asks what files there are",
        looks: "it asks what files there are",
        finds: "it asks what files there are",
        makes: "it changes files",
        asks: "it asks the operating system",
        lies: "it computes with where something lies in memory",
        lies_at_once: "it computes with where something lies in memory",
    }
    for f, cause in causes.items():
        with pytest.raises(NotCompilable, match=f"`{f.__name__}` does more than return a value: {cause}\\."):
            whygrad.compile(f).value_and_grad(2.0)


def test_names_of_files_and_identities_by_themselves_are_none_of_that() -> None:
    def joined(x: Any) -> Any:
        seen = {id(x)}
        y = x * len(os.path.join("a", "b"))
        return y if id(y) in seen else 2 * y

    assert whygrad.compile(joined).value_and_grad(2.0) == (12.0, 6.0)


def test_another_day_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(datetime.date):
        day_now = 3

        @classmethod
        def today(cls) -> Any:
            return datetime.datetime(2026, 1, cls.day_now)

    def dated(x: float) -> float:
        return x * datetime.date.today().day

    monkeypatch.setattr(datetime, "date", Day)
    f = whygrad.compile(dated)
    assert f.value_and_grad(2.0) == (6.0, 3.0)
    Day.day_now = 4
    assert f.value_and_grad(2.0) == (8.0, 4.0)


class Answering:
    """Has whatever it is asked for."""

    def __getattr__(self, name: str) -> float:
        return 2.0


ANSWERING, UNSETTLED = Answering(), random.SystemRandom()
UNSEEN: dict[str, Any] = {
    "of the system": lambda x: np.sum(x * UNSETTLED.random()),
    "begun anew": lambda x: np.sum(x * random.Random().random()),
    "secrets": lambda x: np.sum(x * secrets.randbelow(2**30)),
    "bytes of the system": lambda x: np.sum(x * int.from_bytes(os.urandom(4), "big")),
    "a seed": lambda x: np.sum(x * np.random.SeedSequence().generate_state(1)[0]),
    "bits": lambda x: np.sum(x * np.random.PCG64().random_raw()),
}


@pytest.mark.parametrize("f", UNSEEN.values(), ids=UNSEEN)
def test_what_draws_unseen_is_refused(f: Any) -> None:
    with pytest.raises(NotCompilable, match=r"it gives another value each time|it draws random numbers"):
        whygrad.compile(f, X)
    gradient = whygrad.grad(f, backend="auto")
    assert len({tuple(gradient(X)) for _ in range(4)}) > 1


def test_an_object_that_has_every_attribute_is_no_cache_and_states_are_no_numbers() -> None:
    assert whygrad.compile(lambda x: np.sum(x * ANSWERING.scale)).grad(X).tolist() == [2.0] * 3
    assert whygrad.grad(lambda x: np.sum(x * len(np.random.get_state())))(X).tolist() == [5.0] * 3


def test_what_prints_runs_uncompiled_where_that_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    def f(x: Any) -> Any:
        print("a step")  # noqa: T201
        return np.sum(x * x)

    gradient = whygrad.grad(f, backend="auto")
    for _ in range(3):
        assert gradient(X).tolist() == [2.0, 4.0, 6.0]
    assert capsys.readouterr().out == "a step\n" * 3


def test_an_array_that_repeats_its_entries_lies_in_memory_as_it_does() -> None:
    def f(x: Any) -> Any:
        turned = x.T * 3.0
        turned.reshape(-1, order="F")[-1] = 3.0  # of a copy or not: that depends on where the array lies
        return turned

    x = np.broadcast_to(np.array([[1.0], [2.0]]), (2, 2))
    fast = whygrad.compile(f)
    assert fast(x).tolist() == whygrad.vjp(f, x)[0].tolist() == f(x).tolist()
    above = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert fast.vjp(x)[1](above)[0].tolist() == whygrad.vjp(f, x)[1](above)[0].tolist()


def test_who_asks_for_a_type_or_for_none_may_be_given_an_array_twice() -> None:
    def f(x: Any, y: Any, scale: Any = None) -> Any:
        if scale is None and type(x) is not float and type(y) is np.ndarray:
            return np.sum(x * y)
        return np.sum(x)

    assert [part.tolist() for part in whygrad.compile(f, argnums=(0, 1)).grad(X, X)] == [X.tolist(), X.tolist()]
