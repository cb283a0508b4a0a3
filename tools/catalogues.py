"""The catalogues: `python -m tools.catalogues update | compile | check`.

update   extracts the messages into whygrad.pot, brings every language's whygrad.po up to date, compiles
compile  turns every whygrad.po into the whygrad.mo that gettext reads
check    says what is missing or wrong in the catalogues; exit code 1 if anything is
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from hatch_build import CATALOGUES, compile_catalogues, forms
from tools.messages import fields, has_words, messages_in

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "src/whygrad/locale/whygrad.pot"
SAME_AS_ENGLISH = "tools/same_as_english"
WIDTH = 140
SHOWN = 20  # faults; there are hundreds while a language is being translated

# These lines change with the clock and with the tools' versions, and say nothing that git doesn't.
_VOLATILE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)


def extracted(root: Path = ROOT) -> Catalog:
    """The messages of all sources under src/, in the order of files and lines."""
    catalogue = Catalog(project="whygrad", version="0.1.0", header_comment="# The messages of whygrad.", charset="utf-8", fuzzy=False)
    for path in sorted((root / "src").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for message in messages_in(path.read_text(encoding="utf-8"), name):
            identity = (message.template, message.plural) if message.plural else message.template
            catalogue.add(identity, locations=[(name, message.line)])
    return catalogue


def rendered(catalogue: Catalog) -> bytes:
    """A catalogue as it is kept in git: no dates and no line numbers, so that it changes only where a message does."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True, include_previous=True)
    return _VOLATILE.sub(b"", buffer.getvalue())


def languages(root: Path = ROOT) -> dict[str, Path]:
    """Every language that has a catalogue, and where it is: {"pt_BR": …}."""
    return {path.parent.parent.name: path for path in sorted(root.glob(CATALOGUES))}


def catalogue_at(path: Path, language: str) -> Catalog:
    """The catalogue in a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


def update(root: Path = ROOT) -> None:
    """Extract, and bring every language up to date; a message that changed a little keeps its translation, marked fuzzy."""
    template = extracted(root)
    (root / TEMPLATE).write_bytes(rendered(template))
    for language, path in languages(root).items():
        catalogue = catalogue_at(path, language)
        catalogue.update(template, update_header_comment=False)
        path.write_bytes(rendered(catalogue))
    compile_catalogues(root)


def out_of_date(root: Path = ROOT) -> Iterator[str]:
    """Catalogues that don't hold the messages of the sources."""
    template = extracted(root)
    path = root / TEMPLATE
    if not path.is_file() or path.read_bytes() != rendered(template):
        yield f"{TEMPLATE} is not up to date: run `make messages`"
    wanted = {entry.id for entry in template if entry.id}
    for language, path in languages(root).items():
        held = {entry.id for entry in catalogue_at(path, language) if entry.id}
        if held != wanted:
            yield f"{language}: {len(wanted - held)} messages are missing and {len(held - wanted)} are old: run `make messages`"


def untranslated(root: Path = ROOT) -> Iterator[str]:
    """Messages without a translation, with one form too few, or with one that nobody has looked at since the English changed."""
    for language, path in languages(root).items():
        catalogue = catalogue_at(path, language)
        for entry in catalogue:
            if not entry.id:
                continue
            if not all(forms(entry)) or len(forms(entry)) != (catalogue.num_plurals if entry.pluralizable else 1):
                yield f"{language}: no translation of {_name(entry)}"
            elif entry.fuzzy:
                yield f"{language}: fuzzy, to be looked at: {_name(entry)}"


def left_in_english(root: Path = ROOT) -> Iterator[str]:
    """Translations that are the English text itself, unless the language's list says that it is the same there."""
    for language, path in languages(root).items():
        allowed = same_as_english(language, root)
        same = {
            english: entry
            for entry in catalogue_at(path, language)
            for english, form in zip(english_of(entry), forms(entry), strict=False)
            if english and form == english and has_words(english)
        }
        yield from (f"{language}: left in English: {_name(entry)}" for english, entry in same.items() if english not in allowed)
        yield from (f"{language}: needlessly on the list of what is the same in English: {line!r}" for line in sorted(allowed - set(same)))


def same_as_english(language: str, root: Path = ROOT) -> set[str]:
    """The messages that are the same in a language and in English: one a line, comments after #."""
    path = root / SAME_AS_ENGLISH / f"{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {line for line in lines if line and not line.startswith("#")}


def with_other_fields(root: Path = ROOT) -> Iterator[str]:
    """Translations that lose a {field} of the English template, or have one that it lacks."""
    for language, path in languages(root).items():
        for entry in catalogue_at(path, language):
            wanted = [fields(template) for template in english_of(entry)]
            for number, form in enumerate(forms(entry)):
                # The first form may hold what either English form holds: "1 gradient", but "{n} gradiente" for 0 and for 1.
                least = wanted[min(number, len(wanted) - 1)]
                if form and not least <= fields(form) <= set().union(*wanted):
                    yield f"{language}: other fields than {sorted(least)} in {form!r}"


def english_of(entry: Message) -> tuple[str, ...]:
    """The English template, and its plural if it has one."""
    return (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)


def _name(entry: Message) -> str:
    return repr(english_of(entry)[0])


def check(root: Path = ROOT) -> list[str]:
    """Everything that is missing or wrong, a line each."""
    return [*out_of_date(root), *untranslated(root), *left_in_english(root), *with_other_fields(root)]


def main(arguments: list[str]) -> int:
    """The command line; see the top of this file."""
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_catalogues(ROOT)
        case ["check"]:
            faults = check()
            more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
            print("\n".join([*faults[:SHOWN], *more, f"catalogues: {len(faults)} faults"]))
            return 1 if faults else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
