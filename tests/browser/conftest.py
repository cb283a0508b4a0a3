"""A real Chromium, without a network. Where there is none, these tests are skipped, and counted; with WHYGRAD_BROWSER=1 they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from whygrad.cli import main

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])),
]
skipped: list[str] = []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("WHYGRAD_BROWSER"):
            pytest.fail("there is no Chromium, and WHYGRAD_BROWSER says that there has to be one")
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and "no Chromium" in str(report.longrepr):
        skipped.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped: there is no Chromium (Debian's package is `chromium`)")


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Opener]:
    """Opens the page of a program, as the command writes it, from disk; in the end, nothing may have gone wrong or been asked for."""
    contexts, complaints, asked = [], [], []

    def open_page(text: str, command: str = "show", *arguments: str, width: int = 1280, scheme: str = "light") -> Page:
        program, written = tmp_path / "it.py", tmp_path / "a page.html"
        program.write_text(text)
        main([command, str(program), "--lang", "en", "--html", str(written), *arguments])
        capsys.readouterr()
        context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(written.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
