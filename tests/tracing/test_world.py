"""Only the first run touches the world; every later one hears the same and does nothing."""

from __future__ import annotations

import os
import random
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from whygrad.tracing.running import Refused, Settings, Trace
from whygrad.tracing.script import Program
from whygrad.tracing.source import Source


def twice(text: str, file: str = "<program>") -> tuple[Trace, Trace]:
    program = Program(Source(text), file)
    first, later = program.run(Settings()), program.run(Settings())
    for trace in (first, later):
        assert trace.crash is None, trace.crash
    return first, later


@pytest.mark.parametrize(
    "text",
    [
        "import time\nprint(time.time(), time.perf_counter(), time.monotonic_ns(), time.process_time())",
        "from time import perf_counter as now\nstart = now()\nsum(range(1000))\nprint(now() - start)",
        "import random\nprint(random.random(), random.gauss(0, 1))\nrandom.shuffle(x := list(range(9)))\nprint(x)",
        "import random\nrandom.seed()\nprint(random.random())",
        "import random\nprint(random.SystemRandom().random())",
        "import os, uuid, secrets\nprint(os.urandom(4), uuid.uuid4(), secrets.token_hex(4))",
        "import os\nprint(os.environ.get('WHYGRAD_TEST'), os.getenv('HOME'))\nos.environ['WHYGRAD_TEST'] = 'changed'",
        "import random\nfrom random import random as draw\nprint([draw() for _ in range(3)])",
        "import subprocess\nprint(subprocess.run(['date', '+%N'], capture_output=True, text=True).stdout)",
        "import os\nprint(os.popen('date +%N').read(), os.system('exit 3'))",
        "import subprocess as s\nprint(s.check_output('date +%N', shell=True), s.getoutput('date +%N'))",
    ],
)
def test_later_runs_hear_what_the_first_heard(text: str) -> None:
    first, later = twice(text)
    assert first.printed == later.printed != ""


def test_a_later_run_that_asks_more_often_is_answered() -> None:
    program = Program(
        Source("import time\nn = 1\ntimes = [time.time() for _ in range(n)]\nprint(times == sorted(times), times[-1] > 0)"), "<program>"
    )
    program.run(Settings(frozenset({"n"})))
    assert program.run(Settings(frozenset({"n"}), leaf_value=lambda *_: 5)).printed == "True True\n"


def test_only_the_first_run_writes(tmp_path: Path) -> None:
    text = f"""
import os, shutil, pathlib
os.chdir({str(tmp_path)!r})
with open("log.txt", "a") as f:
    f.write("line\\n")
pathlib.Path("other.txt").open("a").write("x")
os.makedirs("made", exist_ok=True)
open("doomed.txt", "w").close()
os.remove("doomed.txt")
print(open("log.txt").read(), len(pathlib.Path("other.txt").read_text()))
"""
    folder = os.getcwd()
    first, later = twice(text)
    assert (tmp_path / "log.txt").read_text() == "line\n"
    assert (tmp_path / "other.txt").read_text() == "x"
    assert (tmp_path / "made").is_dir()
    assert first.printed == later.printed == "line\n 1\n"
    assert os.getcwd() == folder


def test_what_later_runs_would_do_is_not_done(tmp_path: Path) -> None:
    text = f"import os, subprocess\nos.chdir({str(tmp_path)!r})\n"
    text += "subprocess.Popen('echo x >> popen.txt', shell=True).wait()\nos.system('echo x >> system.txt')\n"
    text += "subprocess.run('echo x >> run.txt', shell=True)\n"
    twice(text)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(["popen.txt", "system.txt", "run.txt"], "x\n")


def test_files_are_read_as_they_were_at_first(tmp_path: Path) -> None:
    data = tmp_path / "data.txt"
    data.write_text("1.5\nção\n", encoding="utf-8")
    (tmp_path / "data.bin").write_bytes(b"\x01\x02")
    text = f"with open({str(data)!r}, encoding='utf-8') as f:\n    print([line for line in f])\n"
    text += f"print(open({str(tmp_path / 'data.bin')!r}, 'rb').read(), open({str(data)!r}, newline='', encoding='utf-8').readline())"
    program = Program(Source(text), "<program>")
    first = program.run(Settings())
    data.write_text("changed")
    assert program.run(Settings()).printed == first.printed == "['1.5\\n', 'ção\\n']\nb'\\x01\\x02' 1.5\n\n"


def test_a_missing_file_is_missed_in_every_run() -> None:
    text = "try:\n    open('/no/such/file')\nexcept FileNotFoundError as error:\n    print(error.errno)"
    first, later = twice(text)
    assert first.printed == later.printed == "2\n"


def test_nothing_is_waited_for() -> None:
    started = time.perf_counter()
    twice("import time\nfrom time import sleep\ntime.sleep(100)\nsleep(100)")
    assert time.perf_counter() - started < 2


def test_nothing_reaches_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    text = "import sys, os, subprocess\nprint('a')\nsys.stderr.write('b')\nsys.stdout.buffer.write(b'c')\nos.system('echo d')\n"
    text += "subprocess.run('echo e', shell=True)\nsubprocess.Popen('echo f', shell=True).wait()\nsys.stdout.close()"
    first, _ = twice(text)
    assert capfd.readouterr() == ("", "")
    assert first.printed == "a\nc"


def test_the_process_keeps_its_own_world() -> None:
    random.seed(5)
    expected, stdout, argv, path = random.random(), sys.stdout, list(sys.argv), list(sys.path)
    random.seed(5)
    environment = dict(os.environ)
    twice(
        "import random, os, sys\nrandom.seed(1)\nos.environ['WHYGRAD'] = '1'\nsys.stdout = None\nsys.argv.append('x')\nsys.path.append('y')"
    )
    assert random.random() == expected
    assert (sys.stdout, sys.argv, sys.path, dict(os.environ)) == (stdout, argv, path, environment)
    assert time.sleep.__module__ == "time" and open.__module__ in ("io", "_io")


def test_a_connection_is_made_once() -> None:
    text = """
import socket
with socket.socket() as client:
    client.connect(ADDRESS)
    client.sendall(b"hello")
    print(client.recv(5))
"""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            peer, _ = server.accept()
            with peer:
                heard.append(peer.recv(5))
                peer.sendall(b"HELLO")

        thread = threading.Thread(target=answer)
        thread.start()
        program = Program(Source(text.replace("ADDRESS", repr(server.getsockname()))), "<program>")
        assert program.run(Settings()).printed == "b'HELLO'\n"
        thread.join()
    assert program.run(Settings()).printed == "b''\n"
    assert heard == [b"hello"]


@pytest.mark.parametrize(
    "text", ["x = input()", "x = float(input('x? '))", "import sys\nx = sys.stdin.read()", "import sys\nfor line in sys.stdin: pass"]
)
def test_input_is_refused(text: str) -> None:
    crash = Program(Source(text), "<program>").run(Settings()).crash
    assert crash is not None and isinstance(crash.exception, Refused) and crash.exception.slug == "input"
    assert crash.line == text.count("\n") + 1


def test_input_is_refused_though_everything_is_caught() -> None:
    crash = Program(Source("try:\n    x = input()\nexcept:\n    x = 1"), "<program>").run(Settings()).crash
    assert crash is not None and isinstance(crash.exception, Refused) and crash.exception.slug == "input"


@pytest.mark.parametrize("text", ["import numpy as np", "from numpy import array", "import torch.nn as nn"])
def test_libraries_of_arrays_are_refused(text: str) -> None:
    crash = Program(Source(f"x = 1.0\n{text}"), "<program>").run(Settings()).crash
    assert crash is not None and isinstance(crash.exception, Refused) and crash.exception.slug == "array-library"
    assert crash.line == 2 and crash.exception.fields["module"] in ("numpy", "torch")


def test_a_number_where_python_wants_its_own_is_said_to_be_lost() -> None:
    text = "from decimal import Decimal\nx = 1.5\ny = Decimal(x)"
    crash = Program(Source(text), "<program>").run(Settings(frozenset({"x"}))).crash
    assert crash is not None and isinstance(crash.exception, Refused)
    assert (crash.exception.slug, crash.line) == ("untraceable", 3)
    assert "Traced" not in crash.exception.fields["words"]
    assert Program(Source(text), "<program>").run(Settings()).crash is None


def test_where_a_trace_is_dropped_is_noted() -> None:
    text = (
        "import cmath, statistics\nx = 2.0\na = cmath.exp(x)\nb = statistics.mean([x, 1.0])\nc = list(map(float, [x]))\nprint('%.1f' % x)"
    )
    drops = Program(Source(text), "<program>").run(Settings(frozenset({"x"}))).drops
    assert [number.value for _, _, number in drops] == [2.0, 2.0, 2.0]


def test_helpers_beside_the_program_start_afresh(tmp_path: Path) -> None:
    (tmp_path / "helper_of_test.py").write_text("count = [0]\ndef step():\n    count[0] += 1\n    return count[0]\nprint('imported')\n")
    other = tmp_path / "other"
    other.mkdir()
    (other / "helper_of_test.py").write_text("def step():\n    return 'other'\n")
    text = "import helper_of_test\nprint(helper_of_test.step())"
    program = Program(Source(text), str(tmp_path / "main.py"))
    assert program.run(Settings()).printed == "imported\n1\n"
    assert "helper_of_test" not in sys.modules
    assert Program(Source(text), str(other / "main.py")).run(Settings()).printed == "other\n"


def test_a_threads_exception_is_its_own() -> None:
    first, later = twice("import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()\nprint('on')")
    assert first.printed == later.printed == "on\n"
