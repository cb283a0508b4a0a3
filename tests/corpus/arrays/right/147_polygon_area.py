import numpy as np


def polygon_area_forward(vertices):
    """Shoelace formula for each polygon: (B, N, 2) -> (B,)."""
    x, y = vertices[:, :, 0], vertices[:, :, 1]
    xn, yn = np.roll(x, -1, axis=1), np.roll(y, -1, axis=1)
    return 0.5 * np.sum(x * yn - xn * y, axis=1), vertices


def polygon_area_backward(darea, vertices):
    ahead = np.roll(vertices, -1, axis=1)
    behind = np.roll(vertices, 1, axis=1)
    chord = ahead - behind
    dvertices = np.empty_like(vertices)
    dvertices[:, :, 0] = chord[:, :, 1]
    dvertices[:, :, 1] = -chord[:, :, 0]
    dvertices *= 0.5 * darea[:, None, None]
    return dvertices


def isoperimetric_loss(v):
    """Squared perimeter over area of one polygon v (N, 2), vertex by vertex."""
    n = len(v)
    area, length = 0.0, 0.0
    darea, dlength = np.zeros_like(v), np.zeros_like(v)
    for i in range(n):
        j = (i + 1) % n
        area += 0.5 * (v[i, 0] * v[j, 1] - v[j, 0] * v[i, 1])
        darea[i] += 0.5 * np.array([v[j, 1], -v[j, 0]])
        darea[j] += 0.5 * np.array([-v[i, 1], v[i, 0]])
        side = v[j] - v[i]
        norm = np.hypot(side[0], side[1])
        length += norm
        dlength[j] += side / norm
        dlength[i] -= side / norm
    loss = length**2 / area
    dv = 2 * length * dlength / area - loss / area * darea
    return loss, dv


def cases():
    rng = np.random.default_rng(147)
    angle = 2 * np.pi * np.arange(5) / 5
    ring = np.column_stack((np.cos(angle), np.sin(angle)))
    batch = ring + 0.3 * rng.normal(size=(3, 5, 2))
    return {"polygon_area": (batch,), "isoperimetric_loss": (ring + 0.2 * rng.normal(size=(5, 2)),)}
