"""Whatever never ends, or would take the whole machine, ends at the limit, soon and in little memory."""

from __future__ import annotations

import resource
import signal
import sys
import threading
import time

import pytest

from whygrad.tracing.running import Enough, LimitReached, Settings, Trace
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source

LIMIT = 20_000


def run(text: str, *watched: str, limit: int = LIMIT, seconds: float = 20.0) -> Trace:
    return Program(Source(text), "<program>").run(Settings(frozenset(watched), limit=limit, seconds=seconds))


ENDLESS = {
    "a loop": "x = 1.0\nwhile True:\n    x = x * 1.0001",
    "an empty loop": "while True: pass",
    "a loop that goes on": "while True: continue",
    "a loop that swallows everything": "x = 0.0\nwhile True:\n    try:\n        x += 1\n    except:\n        pass",
    "a loop inside a bare except": "try:\n    while True: pass\nexcept:\n    pass",
    "an exception caught for ever": "def f():\n    try:\n        while True: pass\n    finally:\n        return 1\nf()",
    "a loop over a count": "import itertools\nfor i in itertools.count(): pass",
    "a comprehension": "from itertools import count\nx = [i * 2.0 for i in count()]",
    "a generator expression": "import itertools as it\nx = sum(i for i in it.count())",
    "a sum": "import itertools\nx = sum(itertools.count())",
    "a list of a cycle": "import itertools\nx = list(itertools.cycle([1.0]))",
    "a list of zeros": "x = list(iter(int, 1))",
    "a set of repetitions": "import itertools\nx = set(itertools.repeat(1.0))",
    "a star": "import itertools\nprint(*itertools.count())",
    "a sum of a huge range": "x = sum(range(10**12))",
    "the largest of a huge range": "x = max(range(10**12))",
    "a sorted map": "import itertools\nx = sorted(map(abs, itertools.count()))",
    "any of none": "x = any(itertools_free for itertools_free in iter(int, 1))",
    "any of zeros": "import itertools\nx = any(itertools.repeat(0))",
    "a huge range": "for i in range(10**12): pass",
    "a generator": "def g():\n    while True: yield 1.0\nx = list(g())",
    "a reduction": "import itertools, functools\nx = functools.reduce(lambda a, b: a, itertools.count())",
    "a class's iterator": "class I:\n    def __iter__(self): return self\n    def __next__(self): return 1.0\nx = sum(I())",
    "a class's entries": "class I:\n    def __getitem__(self, i): return 1.0\nx = list(I())",
    "a product": "import itertools, math\nx = math.prod(itertools.repeat(1.0))",
    "a mutual recursion through try": "def f(n):\n    while True:\n        try: f(n + 1)\n        except RecursionError: pass\nf(0)",
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_it_ends_at_the_limit_of_turns(text: str) -> None:
    started = time.perf_counter()
    crash = run(text, "x").crash
    assert crash is not None and isinstance(crash.exception, LimitReached)
    assert crash.exception.of == "turns"
    assert time.perf_counter() - started < 3


def test_where_it_was_is_told() -> None:
    crash = run("x = 1.0\nwhile True:\n    x = x + 1", "x").crash
    assert crash is not None and crash.line == 2 and crash.names["x"] > 100


@pytest.mark.parametrize(
    "text",
    [
        "x = 10 ** 10 ** 10",
        "x = 2.0\ny = 7 ** 10 ** 10",
        "import re\nre.match('(a+)+b', 'a' * 40)",
        "import threading\nthreading.Lock().acquire() and 0\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
        "exec('while True: pass')",
        "import math\nx = math.factorial(10 ** 7)",
    ],
)
def test_what_takes_no_turns_ends_at_the_limit_of_time(text: str) -> None:
    started = time.perf_counter()
    crash = run(text, "x", seconds=0.3).crash
    assert crash is not None and isinstance(crash.exception, LimitReached)
    assert crash.exception.of in ("seconds", "memory")
    assert time.perf_counter() - started < 3


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
@pytest.mark.parametrize("size", ["list(range(10**12))", "[0.0] * 10**11", "'a' * 10**11", "bytearray(10**12)", "1 << 10**12"])
def test_what_takes_no_time_ends_at_the_limit_of_memory(size: str) -> None:
    started = time.perf_counter()
    crash = run(f"x = {size}", "x").crash
    assert crash is not None and isinstance(crash.exception, LimitReached)
    assert crash.exception.of == "memory"
    assert time.perf_counter() - started < 3


def test_recursion_without_end_is_pythons_own_error() -> None:
    crash = run("f = lambda n: f(n + 1)\nf(1.0)").crash
    assert crash is not None and isinstance(crash.exception, RecursionError)


def test_recursion_goes_as_deep_as_without_a_watch() -> None:
    text = "def f(n):\n    return 0.0 if n == 0 else 1.0 + f(n - 1)\nx = f({})\nprint(x)"
    assert run(text.format(980), "x").printed == "980.0\n"

    def deep(n: int) -> Trace:
        return run(text.format(980), "x") if n == 0 else deep(n - 1)

    assert deep(200).printed == "980.0\n"


def test_a_program_within_its_limit_is_not_stopped() -> None:
    trace = run(f"x = 0.0\nfor i in range({LIMIT - 1}):\n    x += 1\nprint(x)")
    assert trace.crash is None and trace.turns == LIMIT - 1 and trace.printed == f"{LIMIT - 1}.0\n"


def test_a_loop_that_has_shown_enough_ends_early_and_well() -> None:
    text = "x = 1.0\nwhile True:\n    x = x * 2"
    trace = Program(Source(text), "<program>").run(Settings(frozenset({"x"}), ending_loops=frozenset({(2, 0)})))
    assert trace.crash is None and trace.turns < 10
    assert not isinstance(trace.crash, Enough)


def test_the_process_is_left_as_it_was() -> None:
    def state() -> object:
        return (
            *(signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL), resource.getrlimit(resource.RLIMIT_AS)),
            *(sys.getrecursionlimit(), sys.getswitchinterval(), sys.stdout, sys.stdin, time.sleep, __import__("gc").isenabled()),
        )

    before = state()
    shallow = "import sys\nsys.setrecursionlimit(50)\nsys.exit()"
    for text in ("x = 10 ** 10 ** 10", "import time\nwhile True: time.sleep(1)", shallow, "1 / 0"):
        run(text, seconds=0.2)
        assert state() == before


def test_an_alarm_of_the_host_still_rings() -> None:
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        run("x = 1.0")
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.3
        time.sleep(0.4)
        assert rung
    finally:
        signal.signal(signal.SIGALRM, before)


def test_fuel_works_in_a_thread_where_no_alarm_can_ring() -> None:
    found: list[Trace] = []
    thread = threading.Thread(target=lambda: found.append(run("while True: pass")))
    thread.start()
    thread.join(10)
    assert found[0].crash is not None and isinstance(found[0].crash.exception, LimitReached)


def test_an_endless_thread_of_the_program_does_not_hold_the_run() -> None:
    started = time.perf_counter()
    trace = run("import threading\ndef f():\n    while True: pass\nthreading.Thread(target=f).start()\nprint('on')")
    assert "on" in trace.printed
    assert time.perf_counter() - started < 5
