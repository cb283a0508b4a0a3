# right
# right
import numpy as np


def crescimento(params, t, pop):
    """logistic growth K / (1 + exp(-r (t - t0))) fitted to a population by half squares"""
    K, r, t0 = params["K"], params["r"], params["t0"]
    s = 1 / (1 + np.exp(-r * (t - t0)))
    e = K * s - pop
    loss = 0.5 * np.sum(e ** 2)
    ds = e * K
    du = ds * s * (1 - s)                # u = r (t - t0)
    return loss, {"K": np.sum(e * s), "r": np.sum(du * (t - t0)), "t0": -r * np.sum(du)}


def michaelis(p, S, v):
    """v = Vmax S / (Km + S), mean squares"""
    den = p["Km"] + S
    pred = p["Vmax"] * S / den
    d = 2 * (pred - v) / S.size
    gV = (d * S / den).sum()
    gK = (d * -p["Vmax"] * S / den ** 2).sum()
    return np.mean((pred - v) ** 2), {"Vmax": gV, "Km": gK}


def cases():
    t = np.linspace(0, 5, 8)
    return {
        "crescimento": ({"K": np.array(2.0), "r": np.array(1.1), "t0": np.array(2.2)}, t, 2 / (1 + np.exp(-(t - 2)))),
        "michaelis": ({"Vmax": np.array(3.0), "Km": np.array(0.7)}, t + 0.2, np.sqrt(t + 0.2)),
    }
