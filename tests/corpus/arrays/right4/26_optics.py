import numpy as np


def train_forward(ray, f, gap):
    """paraxial rays (N, 2) = (height, angle) through thin lenses f with a gap before each"""
    cur = ray
    heights = []
    gaps_in = []
    for fk, g in zip(f, gap):
        gaps_in.append(cur[:, 1])
        y = cur[:, 0] + g * cur[:, 1]
        heights.append(y)
        cur = np.stack([y, cur[:, 1] - y / fk], axis=1)
    return cur, (heights, gaps_in, f, gap)


def train_backward(dcur, cache):
    heights, angles, f, gap = cache
    df, dgap = np.zeros_like(f), np.zeros_like(gap)
    dy, da = dcur[:, 0], dcur[:, 1]
    for k in range(len(f) - 1, -1, -1):
        df[k] = (da * heights[k]).sum() / f[k] ** 2
        dy = dy - da / f[k]
        dgap[k] = dy @ angles[k]
        da = da + gap[k] * dy
    return np.column_stack([dy, da]), df, dgap


def snell_forward(theta, n1, n2):
    s = n1 / n2 * np.sin(theta)
    return np.arcsin(s), (theta, n1, n2, s)


def snell_backward(dout, cache):
    theta, n1, n2, s = cache
    k = dout / np.sqrt(1 - s * s)
    return k * np.cos(theta) * n1 / n2, np.sum(k * np.sin(theta)) / n2, -np.sum(k * s) / n2


def fabry_perot(L, phase, F):
    """transmitted power deficit of an etalon, sum over wavelengths; phase (M,) per length"""
    s = np.sin(L * phase / 2)
    T = 1 / (1 + F * s ** 2)
    loss = np.sum((1 - T) ** 2)
    # dT/ds^2 = -F T^2 ; ds^2/dL = sin(L phase) phase / 2
    dT = -2 * (1 - T)
    dL = np.sum(dT * -F * T ** 2 * np.sin(L * phase) * phase / 2)
    return loss, {"L": dL, "F": np.sum(dT * -(T ** 2) * s ** 2)}


def cases():
    r = np.random.default_rng(30)
    return {
        "train_forward": (r.normal(size=(5, 2)), r.uniform(1, 3, 4), r.uniform(.2, 1, 4)),
        "snell": (r.uniform(-.7, .7, size=(3, 2)), 1.0, 1.4),
        "fabry_perot": (0.8, np.linspace(1, 4, 6), 2.5),
    }
