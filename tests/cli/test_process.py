"""The command as a process: streams that are closed, encodings that can't, and how quick it is."""

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import WRONG

SOURCES = str(Path(__file__).parents[2] / "src")
COMMAND = [sys.executable, "-m", "whygrad"]


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LANG", "LC_MESSAGES", "PYTHONIOENCODING")}
    return {**kept, "PYTHONPATH": SOURCES, "COLUMNS": "80", **more}


def run(*arguments, env=None, **settings):
    return subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment(**(env or {})), check=False, **settings)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1", "LANG": "pt_BR.ISO-8859-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
    ],
)
def test_no_encoding_stops_a_report(folder, env):
    (folder / "accents.py").write_text(WRONG + "# σ, ação, 漢字\nσ = 'é'\n", encoding="utf-8")
    for arguments, code in ((["check", "accents.py"], 1), (["check", "accents.py", "--format", "json"], 1), (["--help"], 0)):
        done = run(*arguments, env=env)
        assert b"Traceback" not in done.stderr
        assert done.returncode == code
        assert done.stdout


def test_a_patch_is_written_byte_for_byte(folder):
    (folder / "accents.py").write_text(WRONG + "# ação\n", encoding="utf-8")
    assert "# ação\n".encode() in run("fix", "accents.py", env={"PYTHONIOENCODING": "ascii"}).stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")
class TestPosix:
    def test_a_reader_that_goes_away(self, folder):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            done = subprocess.run([*COMMAND, "check", "wrong.py"], stdout=writing, stderr=subprocess.PIPE, env=environment(), check=False)
        finally:
            os.close(writing)
        assert (done.returncode, done.stderr) == (1, b"")

    def test_closed_streams(self, folder):
        done = subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *COMMAND, "check", "wrong.py"], env=environment(), check=False)
        assert done.returncode == 1

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
    def test_a_full_disk(self, folder):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([*COMMAND, "check", "wrong.py"], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
        assert done.returncode == 2
        assert done.stderr.startswith(b"Error: I can't write: No space")
        assert done.stderr.count(b"\n") == 1

    def test_control_c(self, folder):
        (folder / "long.py").write_text("n = 0\nwhile True:\n    n += 1\n")
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background doesn't hear it otherwise
        process = subprocess.Popen(
            [*COMMAND, "check", "long.py", "--limit", "1000000000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        )
        signal.signal(signal.SIGINT, before)
        time.sleep(2.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, b"", b"Error: Stopped.\n")


def test_help_needs_neither_rich_nor_the_engine():
    code = "import sys, whygrad.cli; whygrad.cli.main(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    imported = ast.literal_eval(done.stdout.splitlines()[-1])
    assert [name for name in imported if name.startswith(("rich", "whygrad.checking", "whygrad.tracing", "numpy"))] == []


def test_importing_whygrad_imports_nothing_but_the_standard_library():
    code = "import sys; before = set(sys.modules); import whygrad; print(sorted(set(sys.modules) - before - sys.stdlib_module_names))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert [name for name in ast.literal_eval(done.stdout) if name.split(".")[0] not in sys.stdlib_module_names] == ["whygrad"]
