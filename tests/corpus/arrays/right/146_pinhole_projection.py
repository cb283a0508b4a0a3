import numpy as np


def project_forward(P, R, t, focal, center):
    """P: (N, 3) world points, R: (3, 3), t: (3,), focal and center: (2,) in pixels. Returns (N, 2) image points."""
    C = P @ R.T + t
    inv_z = 1 / C[:, 2:3]
    uv = C[:, :2] * inv_z
    return focal * uv + center, (P, R, focal, inv_z, uv)


def project_backward(dout, cache):
    P, R, focal, inv_z, uv = cache
    dfocal = np.sum(dout * uv, axis=0)
    dcenter = np.sum(dout, axis=0)
    duv = dout * focal
    dC = np.zeros(P.shape)
    dC[:, :2] = duv * inv_z
    dC[:, 2] = -np.sum(duv * uv, axis=1) * inv_z[:, 0]
    dP = dC @ R
    dR = dC.T @ P
    dt = dC.sum(axis=0)
    return dP, dR, dt, dfocal, dcenter


def cases():
    rng = np.random.default_rng(146)
    P = rng.normal(size=(5, 3))
    R = np.eye(3) + 0.2 * rng.normal(size=(3, 3))
    t = np.array([0.3, -0.2, 6.0])
    return {"project": (P, R, t, np.array([2.0, 2.4]), np.array([0.5, 0.7]))}
