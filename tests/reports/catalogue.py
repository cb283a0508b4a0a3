"""A small catalogue for the tests: the real ones are tested in the house's tests."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

PORTUGUESE = {
    "right": "certo",
    "wrong": "errado",
    "can't tell": "não sei dizer",
    "yours": "o seu",
    "Options": "Opções",
    "Usage:": "Uso:",
    "Show this help.": "Mostra esta ajuda.",
    "No such option {name!r}.": "Não há a opção {name!r}.",
    "There is no such file.": "Não há tal arquivo.",
    "I don't speak “{language}”. Languages that I speak: {languages}.": "Não falo “{language}”. Línguas que falo: {languages}.",
    "{first} and {last}": "{first} e {last}",
    "“{value}” is not a whole number above 0.": "“{value}” não é um número inteiro acima de 0.",
    "given that {given}": "dado que {given}",
    "the {gate}": "a {gate}",
    "add gate": "porta de soma",
    ("{n} gradient", "{n} gradients"): ("{n} gradiente", "{n} gradientes"),
    "I know no mistake called “{name}”. `whygrad explain` lists them all.": "Não conheço o erro “{name}”. `whygrad explain` mostra todos.",
}


def write_catalogue(folder: Path, messages: dict = PORTUGUESE) -> None:
    """A compiled Brazilian catalogue, as gettext wants it."""
    catalogue = Catalog(locale="pt_BR")
    catalogue.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n > 1);")]  # as in ours; newer Babels know a third form
    for english, said in messages.items():
        catalogue.add(english, said)
    place = folder / "pt_BR" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "whygrad.mo").open("wb") as file:
        write_mo(file, catalogue)
