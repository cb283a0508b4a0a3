"""What each checker says of the same mistake, and how long it takes: PyTorch's gradcheck, JAX's check_grads, the numeric checker of CS231n.

Each is given the same backward function with the same arguments in the same run; what is not installed is left out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.diagnosis.mutants import CORPUS
from benchmarks.rates import PAGE
from whygrad.checking.check import check

_TABLE = re.compile(r"(?<=<!-- peers -->\n).*?(?=<!-- end peers -->)", re.DOTALL)
REPEATS = 5

#: A right program of the corpus, its pair, and the mistake that is made in it.
WRONG = (
    ("030_batchnorm", "batchnorm", "dx = dx1 + dx2", "dx = dx1"),
    ("116_attention", "attention", "dscores *= scale", "pass"),
    ("047_conv", "conv", "db[f] += g", "db[f] = g"),
    ("149_l2", "l2norm", "(dy - y * np.sum(y * dy, axis=-1, keepdims=True)) / norm", "dy / norm"),
)


@dataclass(frozen=True)
class Pair:
    """A forward and a backward function with a mistake in it, and arguments."""

    name: str
    text: str
    forward: Callable[..., Any]
    backward: Callable[..., Any]
    args: tuple[Any, ...]


def _upstream(out: Any) -> Any:
    return np.random.default_rng(3).normal(size=np.shape(out))


def _each(found: Any) -> tuple[Any, ...]:
    """The gradients one by one, where there is only one, too."""
    return found if isinstance(found, tuple) else (found,)


def whygrad_says(pair: Pair) -> str:
    """A diagnosis."""
    diagnosis = check(pair.text, pair.name)
    finding = next(iter(diagnosis.findings), None)
    if finding is None:
        return diagnosis.verdict
    fix = finding.fix.edits[0].replacement if finding.fix is not None else "no fix"
    return f"line {finding.span.line}, {finding.slug}; fix: `{fix}`"


def numeric_says(pair: Pair) -> str:
    """Central differences of every entry, and the largest relative error, as the course's own checker does it."""
    out, cache = pair.forward(*pair.args)
    dout = _upstream(out)
    claims = _each(pair.backward(dout, cache))
    worst = []
    for value, claim in zip(pair.args, claims, strict=False):
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or claim is None:
            continue
        numeric = np.zeros_like(value)
        flat = value.reshape(-1)
        for k in range(flat.size):
            before = flat[k]
            flat[k] = before + 1e-5
            high = float(np.sum(pair.forward(*pair.args)[0] * dout))
            flat[k] = before - 1e-5
            low = float(np.sum(pair.forward(*pair.args)[0] * dout))
            flat[k] = before
            numeric.reshape(-1)[k] = (high - low) / 2e-5
        if np.shape(claim) != numeric.shape:
            return f"shapes {np.shape(claim)} and {numeric.shape}"
        worst.append(np.max(np.abs(numeric - claim) / np.maximum(1e-8, np.abs(numeric) + np.abs(claim))))
    return "relative errors " + ", ".join(f"{one:.1e}" for one in worst)


def torch_says(pair: Pair) -> str:
    """The first line of what gradcheck raises, for an autograd Function around the pair."""
    import torch

    floats = [k for k, value in enumerate(pair.args) if isinstance(value, np.ndarray) and value.dtype.kind == "f"]

    class Wrapped(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *tensors: Any) -> Any:
            given = list(pair.args)
            for k, tensor in zip(floats, tensors, strict=True):
                given[k] = tensor.detach().numpy()
            out, ctx.cache = pair.forward(*given)
            return torch.from_numpy(np.asarray(out))

        @staticmethod
        def backward(ctx: Any, *dout: Any) -> Any:
            found = _each(pair.backward(dout[0].detach().numpy(), ctx.cache))
            return tuple(torch.from_numpy(np.asarray(found[k])) for k in range(len(floats)))

    given = tuple(torch.tensor(pair.args[k], dtype=torch.float64, requires_grad=True) for k in floats)
    try:
        torch.autograd.gradcheck(Wrapped.apply, given)
    except RuntimeError as error:
        return str(error).strip().splitlines()[0]
    return "passed"


def jax_says(pair: Pair) -> str:
    """What check_grads raises, for a custom_vjp around the pair."""
    import jax
    from jax.test_util import check_grads

    jax.config.update("jax_enable_x64", True)
    out = pair.forward(*pair.args)[0]
    floats = [k for k, value in enumerate(pair.args) if isinstance(value, np.ndarray) and value.dtype.kind == "f"]
    shape = jax.ShapeDtypeStruct(np.shape(out), np.float64)
    shapes = tuple(jax.ShapeDtypeStruct(np.shape(pair.args[k]), np.float64) for k in floats)

    def full(arrays: Any) -> list[Any]:
        given = list(pair.args)
        for k, array in zip(floats, arrays, strict=True):
            given[k] = np.array(array)
        return given

    def host(*arrays: Any) -> Any:
        return np.asarray(pair.forward(*full(arrays))[0])

    def host_back(dout: Any, *arrays: Any) -> Any:
        found = _each(pair.backward(np.array(dout), pair.forward(*full(arrays))[1]))
        return tuple(np.asarray(found[k]) for k in range(len(floats)))

    @jax.custom_vjp
    def wrapped(*arrays: Any) -> Any:
        return jax.pure_callback(host, shape, *arrays, vmap_method="sequential")

    wrapped.defvjp(
        lambda *arrays: (wrapped(*arrays), arrays),
        lambda arrays, dout: jax.pure_callback(host_back, shapes, dout, *arrays, vmap_method="sequential"),
    )
    try:
        check_grads(wrapped, tuple(pair.args[k] for k in floats), order=1, modes=["rev"])
    except Exception as error:
        return (str(error).strip() or type(error).__name__).splitlines()[0]
    return "passed"


SAYERS: dict[str, Callable[[Pair], str]] = {
    "whygrad": whygrad_says,
    "torch gradcheck": torch_says,
    "JAX check_grads": jax_says,
    "CS231n numeric": numeric_says,
}


def _timed(say: Callable[[Pair], str], pair: Pair) -> tuple[str, float]:
    words, seconds = "", []
    for _time in range(REPEATS):
        start = time.perf_counter()
        words = say(pair)
        seconds.append(time.perf_counter() - start)
    return words, sorted(seconds)[REPEATS // 2]


def pairs() -> Iterator[Pair]:
    """The wrong pairs that are shown."""
    for stem, name, old, new in WRONG:
        path = next(CORPUS.glob(f"{stem}*.py"))
        right = path.read_text(encoding="utf-8")
        assert right.count(old) >= 1, (stem, old)
        text = right.replace(old, new, 1)
        space: dict[str, Any] = {"__name__": "case"}
        exec(compile(text, str(path), "exec"), space)
        args = space["cases"]()[name]
        args = args if isinstance(args, tuple) else tuple(args)
        yield Pair(str(path), text, space[f"{name}_forward"], space[f"{name}_backward"], args)


def main() -> None:
    """Print the table, and write it into the docs."""
    rows = ["| function and mistake | checker | seconds | what it says |", "|---|---|---|---|"]
    for (stem, _name, old, new), pair in zip(WRONG, pairs(), strict=True):
        for sayer, say in SAYERS.items():
            try:
                words, seconds = _timed(say, pair)
            except ImportError:
                continue
            rows.append(f"| {stem}: `{old}` → `{new}` | {sayer} | {seconds:.3f} | {words[:160]} |")
    made = "\n".join(rows) + "\n"
    print(made)
    PAGE.write_text(_TABLE.sub(lambda _: made, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
