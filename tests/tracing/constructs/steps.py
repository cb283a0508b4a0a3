"""Integers, booleans and types: constants, results, conversions, and what has no derivative."""

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real, within


@case(real(4))
def integers_as_results(x):
    return x * 2, np.argmax(x), (x > 0).astype(int), np.arange(3), x.argsort()


@case(real(4))
def booleans_as_results(x):
    return x.sum(), x > 0, np.any(x > 1), bool(x[0] > 0), x.shape, "label", None


@case(real(4))
def cast_to_float(x):
    return x.astype(float) * x.astype(np.float64) + x.astype("float64") + np.asarray(x, dtype=np.float64) + x.astype(x.dtype, copy=False)


@case(positive(4))
def cast_to_integers(x):
    return x * x.astype(int) + x * np.int32(3) + x * x.astype(np.int64).astype(float)


@case(real(4), constants=(np.array([1, 2, 3, 4]),))
def integer_arrays(x, k):
    return x * k + x / k + x**k + k**2 * x + (k // 2) * x + (k % 2 == 0) * x - x * k.sum() + np.sqrt(k) * x


@case(real(4), constants=(np.array([True, False, True, True]),))
def boolean_arrays(x, mask):
    return x * mask + x * ~mask * 2 + mask.astype(float) * x**2 + x * mask.sum() + (1 - mask) * x


@case(real(4), constants=(np.array([1, 2, 3, 4], dtype=np.uint8),))
def bytes_as_images(w, pixels):
    image = pixels.astype(float) / 255.0
    return (image - image.mean()) * w, np.sum(w * (pixels / 255))


@case(real(3), constants=([0, 2, 1],))
def lists_of_integers(x, order):
    return x[order] * np.array(order), x * order, [x[k] for k in order]


@case(real(2, 3))
def shapes_as_numbers(x):
    n, d = x.shape
    scale = 1.0 / np.sqrt(d)
    size = np.prod(x.shape)
    return x * scale / n + x.sum() / size, x.reshape(int(size)), x.reshape(-1, n)


@case(real(3))
def unused_argument_and_constant_result(x):
    return np.ones(3), x[0] * 2, 4.0, [1.0, 2.0], np.zeros((2, 2))


@case(real(3), real(3))
def unused_input(x, y):
    return x**2


@case(real(3))
def identity(x):
    return x


@case(real(3))
def one_result_twice(x):
    y = np.exp(x)
    return y, y, [y, x], {"y": y}


@case(real(3))
def overlapping_results(x):
    y = x * 2
    part = y[1:]
    y[0] = x[1]
    return y, part, y[::-1]


@case(within(0.1, 0.4, 3))
def zero_gradient(x):
    return np.floor(x) + np.sign(x) + (x > 0) + np.round(x) * 2 + np.zeros_like(x) * x


@case(real(3))
def stopped_by_conversion(x):
    label = int(np.argmax(x))
    count = int((x > 0).sum())
    return x[label] * count + x * np.array([label, count, 1]), label


@case(np.array([1.0, 2.0, 3.0]), constants=(np.array([1, 2, 3]),))
def mixed_types(x, k):
    z = np.zeros(3, dtype=int)
    z[1] = 7
    return np.concatenate([x, k]) * np.concatenate([z, k]), np.stack([k, x]), np.where(k > 1, x, k), np.array([1, x[0], True])


@case(real(2, 3), constants=({"labels": [0, 2], "names": ["a", "b"], "flag": True, "rate": 0.5, "none": None},))
def settings_in_a_dict(x, config):
    out = x * config["rate"] if config["flag"] and config["none"] is None else x
    return out[np.arange(2), config["labels"]] * len(config["names"]), config.get("decay", 0.9) * out


@case(real(6))
def string_arrays_beside(x):
    names = np.array(["a", "b", "a", "c", "b", "a"])
    return {name: x[names == name].sum() for name in "abc"}


@case(real(6))
def unique_names(x):
    names = np.array(["a", "b", "a", "c", "b", "a"])
    return {str(name): x[names == name].sum() for name in np.unique(names)}


@case(real(3), constants=(np.array([0.1, 0.2, 0.3], dtype=np.float32),), loose=1e5)
def single_precision(x, w):
    return x * w, w * 2, x.astype(np.float32) * w, (x @ w).astype(np.float32)


@case(real(3))
def dtype_questions(x):
    ok = x.dtype == float and np.issubdtype(x.dtype, np.floating) and x.dtype.kind == "f" and x.itemsize == 8 and x.nbytes == 24
    return x * (2 if ok and x.flags.writeable and not np.iscomplexobj(x) and x.dtype.name == "float64" else 1)


@case(real(2, 3))
def real_parts(x):
    return np.real(x) * x.real + np.conj(x) + np.zeros_like(x).imag, np.isreal(x).sum() * x
