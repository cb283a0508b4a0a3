"""Why is this gradient what it is, and why is mine wrong?

`check` finds what is wrong in a hand-written backward pass, `fix` puts it right, `explain` tells about a kind of mistake,
`show` draws the circuit with its values and gradients, `derive` writes the chain rule out. `grad`, `vjp`, `jvp` and their
kin differentiate Python functions on NumPy arrays as they are written (see `whygrad.derivatives`).
Everything is imported when it is used, so that `import whygrad` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping, Sequence
    from typing import Literal

    from whygrad.derivatives import (
        Compiled,
        Trace,
        TraceError,
        backward_source,
        compile,
        custom_vjp,
        grad,
        hessian,
        hvp,
        jacobian,
        jvp,
        stop_gradient,
        to_jax,
        trace,
        value_and_grad,
        vjp,
    )
    from whygrad.reports.circuit import Circuit
    from whygrad.reports.derivation import DerivationReport
    from whygrad.reports.page import Printed
    from whygrad.reports.report import Report

__all__ = [
    "Compiled",
    "Report",
    "Trace",
    "TraceError",
    "__version__",
    "backward_source",
    "check",
    "compile",
    "custom_vjp",
    "derive",
    "explain",
    "fix",
    "grad",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "show",
    "stop_gradient",
    "to_jax",
    "trace",
    "value_and_grad",
    "vjp",
]
__version__ = "0.1.0"

LIMIT = 1_000_000


def check(
    x: object,
    *inputs: object,
    of: str | None = None,
    grads: Mapping[str, str] | None = None,
    wrt: str | Sequence[str] | None = None,
    course: str | None = None,
    limit: int = LIMIT,
    iteration: int = 1,
    hint: int | None = None,
    lang: str | None = None,
) -> Report:
    """Is every gradient in this program right? If not: where, what, why, and the fix.

    `x` is a file (a path) or source text. `of` names the output, `grads` says which name claims the gradient of which
    variable, where their names don't; `limit` ends a program that doesn't end; `hint` from 1 to 4 tells less. Of a file with
    functions on arrays, `course` names the course whose inputs they are given. A program on arrays that trains in a loop is
    checked in turn number `iteration` of it.

    Or code that works on NumPy arrays, and `inputs` for it:

    - `check(forward, backward, *inputs)`: `forward(*inputs)` returns the output, or the output and a cache, and
      `backward(dout, cache)` returns a gradient an input;
    - `check(loss, *inputs)`: a function, or a method `net.loss`, that returns its value and then gradients, one by one or in a
      dict. `wrt` names what they belong to, in order; without it, their own names say so;
    - `check(layer, *inputs)`: an object with the methods `forward` and `backward`.

    A second argument that can be called is a backward function.

    >>> report = check("x = 3.0\\ny = x * x\\ndx = 2 * y\\n")
    >>> report.ok, [finding.span.line for finding in report.findings]
    (False, [3])
    >>> import numpy as np
    >>> check(lambda w: (np.sum(w**2), 2 * w), np.ones(3), wrt="w").ok
    True
    """
    from whygrad.checking.check import check as checked
    from whygrad.checking.hints import capped
    from whygrad.files import Unreadable, program, tables_for
    from whygrad.reports.report import Report
    from whygrad.reports.words import words
    from whygrad.text import _

    said = words(lang)
    if callable(x) or callable(getattr(type(x), "backward", None)):
        from whygrad.checking.arrays.check import check_subject
        from whygrad.checking.arrays.finding import NotCheckable, subject_of

        try:
            subject = subject_of(x, inputs, (wrt,) if isinstance(wrt, str) else tuple(wrt or ()))
        except NotCheckable as refused:
            raise TypeError(said.say(refused.text)) from None
        return Report(capped(check_subject(subject), hint), said, hint)
    if wrt is not None:
        raise TypeError(said.say(_("`wrt` belongs to a function that returns a loss and its gradients.")))
    try:
        opened = program(x, inputs, said)
        tables = tables_for(opened.file, course=course)
    except Unreadable as unreadable:
        diagnosis = unreadable.diagnosis
    else:
        diagnosis = checked(opened.text, opened.file, of=of, grads=grads, limit=limit, tables=tables, iteration=iteration)
    return Report(capped(diagnosis, hint), said, hint, {"of": of, "grads": grads, "limit": limit})


def fix(
    x: str | os.PathLike[str],
    write: bool = False,
    *,
    of: str | None = None,
    grads: Mapping[str, str] | None = None,
    course: str | None = None,
    limit: int = LIMIT,
    iteration: int = 1,
    lang: str | None = None,
) -> str:
    """The program with every verified fix applied; with `write`, the file `x` is put right too.

    >>> print(fix("x = 3.0\\ny = x * x\\ndx = 2 * y\\n"), end="")
    x = 3.0
    y = x * x
    dx = 2 * x
    """
    from whygrad.checking.check import check as checked
    from whygrad.checking.fixing import fixed
    from whygrad.files import Unreadable, program, tables_for
    from whygrad.reports.words import words
    from whygrad.text import _

    said = words(lang)
    try:
        opened = program(x, (), said)
        if write and not opened.is_file:
            raise ValueError(said.say(_("Only a file can be put right in its place: give me its path, or leave `write` out.")))
        tables = tables_for(opened.file, course=course)
        text = fixed(opened.text, checked(opened.text, opened.file, of=of, grads=grads, limit=limit, tables=tables, iteration=iteration))
        if write:
            opened.write(text)
    except Unreadable as unreadable:
        raise OSError(f"{unreadable.file}: {said.say(unreadable.problem.message)}") from None
    return text


def derive(
    x: object,
    *inputs: object,
    wrt: str | Sequence[str] | None = None,
    of: str | None = None,
    form: Literal["short", "long"] = "long",
    every: bool = False,
    course: str | None = None,
    limit: int = LIMIT,
    iteration: int = 1,
    lang: str | None = None,
) -> DerivationReport:
    """The chain rule for a program, step by step, with the reasons. It prints itself, and writes LaTeX, Markdown and HTML.

    `x` is a file (a path) or source text; `of` names the output and `wrt` the inputs, where they are not those of the
    gradients that the program claims. Or `x` is a function on NumPy arrays, and `inputs` are its arguments. On arrays, `form` is
    `long`, one line a gate, or `short`, one line a module; of a long program the last ones are written out, or `every` one.
    `course` and `iteration` are as in `check`.

    >>> derive("x = -2.0\\ny = 5.0\\nz = -4.0\\nf = (x + y) * z\\n").gradients
    {'x': -4.0, 'y': -4.0, 'z': 3.0}
    >>> import numpy as np
    >>> found = derive(lambda x, w: (x @ w).sum(), np.ones((2, 3)), np.ones((3, 4)))
    >>> [share["equation"]["code"] for share in found.to_dict()["steps"][1]["hands_down"]]
    [['dt1 @ w.T'], ['x.T @ dt1']]
    """
    from whygrad.explaining.derivation import Derivation
    from whygrad.explaining.deriving import derive_file
    from whygrad.files import Unreadable, program, tables_for
    from whygrad.reports.derivation import DerivationReport, check_form
    from whygrad.reports.words import words

    said = words(lang)
    check_form(form, said)
    names = () if wrt is None else (wrt,) if isinstance(wrt, str) else tuple(wrt)
    if callable(x):
        from whygrad.explaining.arrays.derive import derive_function

        return DerivationReport(derive_function(x, inputs, of=of, wrt=names, form=form, every=every), said)
    try:
        opened = program(x, inputs, said)
        tables = tables_for(opened.file, course=course)
    except Unreadable as unreadable:
        return DerivationReport(Derivation(unreadable.file, "", problems=(unreadable.problem,)), said)
    settings = {"limit": limit, "tables": tables, "iteration": iteration, "form": form, "every": every}
    found = derive_file(opened.text, opened.file, of=of, wrt=names, **settings)  # type: ignore[arg-type]
    return DerivationReport(found, said)


def explain(code_or_slug: str | None = None, lang: str | None = None) -> Printed:
    """The page of a kind of mistake, by its code or its name; without one, the list of all. It prints itself.

    >>> explain("WG111", lang="en").splitlines()[0].split(":")[0]
    'WG111[wrong-index]'
    """
    from whygrad.checking.rules import PAGES, find
    from whygrad.reports.page import Printed, listing, page, unknown
    from whygrad.reports.words import words

    said = words(lang)
    if code_or_slug is None:
        return Printed(listing(PAGES.values(), said))
    found = find(code_or_slug)
    if found is None:
        raise KeyError(said.say(unknown(code_or_slug, PAGES)))
    return Printed(page(found, said))


def show(
    x: object,
    *inputs: object,
    of: str | None = None,
    expand: Collection[str] = (),
    depth: int = 0,
    course: str | None = None,
    limit: int = LIMIT,
    iteration: int = 1,
    lang: str | None = None,
) -> Circuit:
    """The circuit of this program: its gates with values and gradients, and the gradients that it claims beside the true ones.

    `x` is a file (a path) or source text, or a function on NumPy arrays whose arguments are `inputs`. `of` names the output. Calls, loops
    and well-known functions are closed boxes: `depth` opens so many levels of them, `expand` those of a name, or `all`; `course` and
    `iteration` are as in `check`. The circuit prints itself; its `svg()` or `png()` is a picture, its `html()` a page,
    its `dot()` text for Graphviz.

    >>> circuit = show("x = 3.0\\ny = x * x\\n")
    >>> circuit.to_dict()["output"]
    'y'
    >>> import numpy as np
    >>> found = show(lambda x, w: (x @ w).sum(), np.ones((2, 3)), np.ones((3, 4)))
    >>> [thing["title"] for thing in found.to_dict()["things"]]
    ['x', 'w', '@', 'Σ']
    """
    from whygrad.files import Unreadable, program, tables_for
    from whygrad.reports.circuit import Circuit, circuit, circuit_of_function
    from whygrad.reports.words import words

    said = words(lang)
    names = (expand,) if isinstance(expand, str) else expand
    if callable(x):
        return circuit_of_function(x, inputs, said, of=of, expand=names, depth=depth)
    try:
        opened = program(x, inputs, said)
        tables = tables_for(opened.file, course=course)
    except Unreadable as unreadable:
        return Circuit(unreadable.file, "", None, (unreadable.problem,), said)
    settings = {"of": of, "limit": limit, "expand": names, "depth": depth, "tables": tables, "iteration": iteration}
    return circuit(opened.text, opened.file, said, **settings)  # type: ignore[arg-type]


#: Names that are imported when they are asked for, and the module of each.
_LATER = {"Report": "whygrad.reports.report", "load_ipython_extension": "whygrad.notebook"} | dict.fromkeys(
    (
        *("Compiled", "Trace", "TraceError", "backward_source", "custom_vjp", "grad", "hessian", "hvp", "jacobian", "jvp"),
        *("compile", "stop_gradient", "to_jax", "trace", "value_and_grad", "vjp"),
    ),
    "whygrad.derivatives",
)


def __getattr__(name: str) -> Any:
    if name in _LATER:
        import importlib

        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
