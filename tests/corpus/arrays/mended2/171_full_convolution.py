# right
import numpy as np


def blur_forward(signal, kernel):
    return np.convolve(signal, kernel, mode="full"), (signal, kernel)


def blur_backward(dout, cache):
    signal, kernel = cache
    dsignal = np.convolve(dout, kernel[::-1], mode="valid")
    dkernel = np.correlate(dout, signal, mode="valid")
    return dsignal, dkernel


def cases():
    rng = np.random.default_rng(0)
    return {"blur": (rng.normal(size=6), rng.normal(size=4))}
