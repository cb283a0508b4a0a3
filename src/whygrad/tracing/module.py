"""A file of functions, loaded as Python would load it: in its package, beside its neighbours, with what it reads at import."""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import io
import linecache
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from types import CodeType, ModuleType
from typing import Any

#: Modules that are not there and that nobody may need: more than these are another problem.
MOST_MISSING = 8
#: Modules that only draw: without them there is no picture, and nothing else is missing.
PICTURES = ("matplotlib", "seaborn", "plotly", "bokeh", "IPython")


class NotThere(ModuleType):
    """In place of a module that can't be imported: it may be named, but not used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return NotThereFunction(self.__name__, name)


class NotThereFunction:
    """What was imported from a module that isn't there."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self.__name__ = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return NotThereFunction(self._module, name)

    def __setitem__(self, key: Any, value: Any) -> None:
        """A setting of what isn't there: `plt.rcParams[…] = …`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._module.partition(".")[0] in PICTURES:
            return self
        raise ModuleNotFoundError(f"No module named {self._module!r}", name=self._module)


class _Stubs:
    """The importer of last resort, for the modules that are known to be missing."""

    def __init__(self, missing: set[str]) -> None:
        self.missing = missing

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name in self.missing else None  # type: ignore[arg-type]

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return NotThere(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


def load(text: str, file: str, code: CodeType | None = None, more: Mapping[str, Any] | None = None) -> tuple[ModuleType, str]:
    """The module of a source text that stands in a file, and what it printed; raises what the module raises.

    `code` runs in the place of the text's own (it has marks in it, say), with `more` names.

    A module that it imports and that isn't there is passed over, if nothing that runs needs it: a compiled extension,
    a plotting library. What it opens is looked for where Python was started, then in the file's own folder.
    """
    folder = os.path.dirname(os.path.abspath(file))
    package, root = _package(folder) if _is_relative(text) else _package_of_init(folder)
    name = os.path.splitext(os.path.basename(file))[0] if os.path.exists(file) else "__whygrad_text__"
    name = f"{package}.{name}" if package else name if name not in sys.modules else f"_{name}_"  # random.py is a name, too
    missing: set[str] = set()
    here = os.getcwd()
    try:
        while True:
            try:
                return _loaded(text, file, name, package, _importable(folder, root, missing), code, more)
            except ModuleNotFoundError as error:
                if error.name is None or error.name in missing or len(missing) >= MOST_MISSING:
                    raise
                missing.add(error.name)
            except FileNotFoundError:
                if os.getcwd() == folder:
                    raise
                os.chdir(folder)
    finally:
        os.chdir(here)


def _loaded(
    text: str, file: str, name: str, package: str, importable: Any, code: CodeType | None, more: Mapping[str, Any] | None
) -> tuple[ModuleType, str]:
    module = ModuleType(name)
    vars(module).update(more or {})
    module.__file__, module.__package__ = file, package
    printed = io.StringIO()
    with importable, contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if package:
            importlib.import_module(package)
        sys.modules[name] = module
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        exec(compile(text, file, "exec", dont_inherit=True) if code is None else code, vars(module))
    return module, printed.getvalue()


@contextlib.contextmanager
def _importable(folder: str, root: str, missing: set[str]) -> Iterator[None]:
    path, stubs = sys.path, _Stubs(missing)
    sys.path = [folder, root, *sys.path] if root != folder else [folder, *sys.path]
    sys.meta_path.append(stubs)
    try:
        yield
    finally:
        sys.path = path
        sys.meta_path.remove(stubs)


def _is_relative(text: str) -> bool:
    return re.search(r"^\s*from\s+\.", text, re.MULTILINE) is not None


def _package(folder: str) -> tuple[str, str]:
    """The package that a folder is, as a dotted name, and the folder that holds it; without `__init__.py` it is one still."""
    name, root = _package_of_init(folder)
    return (name, root) if name else (os.path.basename(folder), os.path.dirname(folder))


def _package_of_init(folder: str) -> tuple[str, str]:
    parts: list[str] = []
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        parts.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    return ".".join(parts), folder
