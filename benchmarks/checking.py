"""Is a backward pass right? An affine layer, a relu and a batch normalisation in double precision, by whygrad and by other checkers."""

from __future__ import annotations

import importlib
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

import whygrad
from benchmarks import layer
from benchmarks.measure import processor, table
from benchmarks.page import markdown, put

ROUNDS, SLOW = 11, 0.2
REACH = "≤ 10 ms"
Check = Callable[[], bool]


def by_whygrad() -> Check:
    args = layer.arguments()
    return lambda: bool(whygrad.check(layer.forward, layer.backward, *args).ok)


def by_hand() -> Check:
    """Both passes once: no check, but what one costs."""
    args = layer.arguments()
    above = np.ones((layer.ROWS, layer.WIDTH))

    def run() -> bool:
        _out, cache = layer.forward(*args)
        return len(layer.backward(above, cache)) == len(args)

    return run


def by_differences() -> Check:
    """As CS231n does it: each entry of each input to both sides, and the relative error."""
    args = layer.arguments()
    above = np.random.default_rng(1).normal(size=(layer.ROWS, layer.WIDTH))

    def run() -> bool:
        _out, cache = layer.forward(*args)
        found = layer.backward(above, cache)
        return all(_error(_numerical(args, k, above), gradient) < 1e-4 for k, gradient in enumerate(found))

    return run


def _numerical(args: tuple[Any, ...], k: int, above: Any, h: float = 1e-5) -> Any:
    moved = args[k].copy()
    given = [*args[:k], moved, *args[k + 1 :]]
    found = np.zeros_like(moved)
    for place in np.ndindex(moved.shape):
        before = moved[place]
        moved[place] = before + h
        behind, _ = layer.forward(*given)
        moved[place] = before - h
        ahead, _ = layer.forward(*given)
        moved[place] = before
        found[place] = np.sum((behind - ahead) * above) / (2 * h)
    return found


def _error(one: Any, other: Any) -> float:
    return float(np.max(np.abs(one - other) / np.maximum(1e-4, np.abs(one) + np.abs(other))))


def by_torch(*, fast: bool) -> Callable[[], Check]:
    def make() -> Check:
        torch = importlib.import_module("torch")
        args = [torch.from_numpy(value.copy()).requires_grad_() for value in layer.arguments()]

        class Layer(torch.autograd.Function):  # type: ignore[misc, name-defined]
            @staticmethod
            def forward(ctx: Any, *given: Any) -> Any:
                out, ctx.cache = layer.forward(*[value.numpy() for value in given])
                return torch.from_numpy(out)

            @staticmethod
            def backward(ctx: Any, above: Any) -> Any:
                return tuple(torch.from_numpy(np.ascontiguousarray(value)) for value in layer.backward(above.numpy(), ctx.cache))

        return lambda: bool(torch.autograd.gradcheck(Layer.apply, args, fast_mode=fast, atol=1e-4))

    return make


def by_jax() -> Check:
    jax = importlib.import_module("jax")
    check_grads = importlib.import_module("jax.test_util").check_grads
    jax.config.update("jax_enable_x64", True)
    args = [jax.numpy.asarray(value) for value in layer.arguments()]

    def function(*given: Any) -> Any:
        x, w, b, gamma, beta = given
        h = jax.numpy.maximum(0, x @ w + b)
        return gamma * (h - h.mean(axis=0)) / jax.numpy.sqrt(h.var(axis=0) + 1e-5) + beta

    def run() -> bool:
        check_grads(function, args, 1, modes=["rev"], eps=1e-6)
        return True

    return run


def by_autograd() -> Check:
    check_grads = importlib.import_module("autograd.test_util").check_grads
    numpy = importlib.import_module("autograd.numpy")

    def function(given: Any) -> Any:
        x, w, b, gamma, beta = given
        h = numpy.maximum(0, numpy.dot(x, w) + b)
        return gamma * (h - numpy.mean(h, axis=0)) / numpy.sqrt(numpy.var(h, axis=0) + 1e-5) + beta

    def run() -> bool:
        check_grads(function, modes=["rev"], order=1)(layer.arguments())
        return True

    return run


#: By name: how it is made ready, and what it compares.
CHECKERS: dict[str, tuple[Callable[[], Check], str]] = {
    "`whygrad.check`": (
        by_whygrad,
        "every entry of every gradient, exactly, at 4 points, of 2 sets of shapes, equal entries among them",
    ),
    "both passes once, by hand": (by_hand, "nothing"),
    "CS231n's numerical checker": (by_differences, "every entry by differences, at 1 point"),
    "torch gradcheck, slow": (by_torch(fast=False), "the whole Jacobian by differences, at 1 point"),
    "torch gradcheck, fast": (by_torch(fast=True), "one random projection, at 1 point"),
    "JAX check_grads": (by_jax, "one random direction, at 1 point; JAX's own gradient, not one by hand"),
    "autograd check_grads": (by_autograd, "one random direction, at 1 point; autograd's own gradient"),
}


def main() -> None:
    """Measure, print, and write into the docs."""
    runs: dict[str, Check] = {}
    first: dict[str, float] = {}
    for name, (make, _what) in CHECKERS.items():
        try:
            run = make()
        except ImportError:
            continue
        first[name], is_right = processor(run)
        if not is_right:
            raise SystemExit(f"{name} finds a right backward pass wrong")
        runs[name] = run
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(ROUNDS):
        for name, run in runs.items():
            if first[name] < SLOW or turn < 3:
                taken[name].append(min(processor(run)[0] for _ in range(3 if first[name] < SLOW else 1)))
    base = statistics.median(taken["both passes once, by hand"])
    rows = []
    for name, found in taken.items():
        middle = statistics.median(found)
        rows.append([name, f"{1e3 * middle:.3g} ms", f"{middle / base:.0f}", f"{1e3 * first[name]:.3g} ms", CHECKERS[name][1]])
    rows[0][0] += f" (reach {REACH})"
    header = ["", "a right verdict", "× both passes", "the first one", "what is compared"]
    table("Checking: affine, relu, batch normalisation, N = 16, D = M = 64", header, rows)
    put("checking", "## Checking a right backward pass\n\n" + f"{ABOUT}\n\n{markdown(header, rows)}")


ABOUT = """Affine, relu and batch normalisation, N = 16, D = M = 64, in double precision, after the first time: processor time,
medians over rounds of the best of three. Of whygrad's time three tenths go into recording the forward pass at each point, a tenth
into proving the records, a sixth into the ways back, a sixth into running what is checked and comparing, a twentieth into a look at what it
leaves changed."""
