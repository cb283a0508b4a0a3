"""What pytest leaves alone: the learners' programs of the corpus are read by tests, and are no tests themselves.

What tests leave alone: the folder in which code is kept for the user's next process. What they don't depend on: how fast the machine is,
so that mistakes are looked for longer than usual. And the site, which is built once for all of its tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

os.environ["WHYGRAD_CACHE"] = "off"
os.environ["WHYGRAD_PATIENCE"] = "4"

collect_ignore_glob = ["corpus/right/*", "corpus/wrong/*", "corpus/arrays/*/*"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site as `make docs` builds it; a warning fails the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return folder
