"""A server of notebooks, for as long as a test takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

#: Seconds that a server may take until it answers.
PATIENCE = 60


@contextmanager
def serving(command: Callable[[int], list[str]], folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Runs a module of Python's, in a folder, with a port of its own; its address, as soon as it answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with (
        (folder / "log.txt").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-m", *command(port)], env=os.environ | environment, cwd=folder, stdout=log, stderr=log
        ) as server,
    ):
        address, till = f"http://127.0.0.1:{port}", monotonic() + PATIENCE
        try:
            while True:
                try:
                    urllib.request.urlopen(address, timeout=2).close()
                    break
                except OSError:
                    assert server.poll() is None and monotonic() < till, (folder / "log.txt").read_text()
                    sleep(0.2)
            yield address
        finally:
            server.terminate()
