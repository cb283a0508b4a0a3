import numpy as np


def rotate_forward(points, theta):
    """points: (B, N, 2), theta: (B,), one angle for each cloud."""
    c, s = np.cos(theta), np.sin(theta)
    R = np.array([[c, -s], [s, c]]).transpose(2, 0, 1)
    out = points @ R.transpose(0, 2, 1)
    return out, (points, R, c, s)


def rotate_backward(dout, cache):
    points, R, c, s = cache
    dpoints = dout @ R
    dR = dout.transpose(0, 2, 1) @ points
    dc = dR[:, 0, 0] + dR[:, 1, 1]
    ds = dR[:, 1, 0] - dR[:, 0, 1]
    dtheta = -dc * s + ds * c
    return dpoints, dtheta


def gira_forward(pontos, angulo):
    x, y = pontos[..., 0], pontos[..., 1]
    c, s = np.cos(angulo)[:, None], np.sin(angulo)[:, None]
    return np.stack((c * x - s * y, s * x + c * y), axis=-1), (pontos, angulo)


def gira_backward(d_saida, cache):
    pontos, angulo = cache
    d_pontos, _ = gira_forward(d_saida, -angulo)
    perp, _ = gira_forward(pontos, angulo + np.pi / 2)
    d_angulo = np.sum(perp * d_saida, axis=(1, 2))
    return d_pontos, d_angulo


def cases():
    rng = np.random.default_rng(145)
    points, theta = rng.normal(size=(3, 5, 2)), rng.normal(size=3)
    return {"rotate": (points, theta), "gira": (points, theta)}
