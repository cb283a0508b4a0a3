"""What Click itself says, in our languages: it asks gettext, and gettext is pointed at our catalogues while it speaks."""

from __future__ import annotations

import contextlib
import gettext
import os
from collections.abc import Iterator

from whygrad.reports.words import CATALOGUES, DOMAIN, Words
from whygrad.text import Text, _

#: The messages of Click that a command line of ours can bring about, marked for the catalogues.
MESSAGES = (
    _("Usage:"),
    _("Options"),
    _("Commands"),
    _("Missing argument"),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("No such option {name!r}."),
    _("No such option: {name}"),
    _("No such command {name!r}."),
    _("Option {name!r} does not take a value."),
    Text(_("Did you mean {possibility}?"), plural=_("(Did you mean one of: {possibilities}?)")),
    Text(_("Option {name!r} requires an argument."), plural=_("Option {name!r} requires {nargs} arguments.")),
    Text(_("Got unexpected extra argument ({args})"), plural=_("Got unexpected extra arguments ({args})")),
    Text(_("{value!r} is not {choice}."), plural=_("{value!r} is not one of {choices}.")),
)


@contextlib.contextmanager
def click_speaks(words: Words) -> Iterator[None]:
    """Let Click speak this language. Its gettext goes by the environment, which is put back before any program runs."""
    said, domain, folder = os.environ.get("LANGUAGE"), gettext.textdomain(), gettext.bindtextdomain(DOMAIN)
    os.environ["LANGUAGE"] = words.language.replace("-", "_")
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        gettext.bindtextdomain(DOMAIN, folder)
        if said is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = said
