import numpy as np

E3 = np.array([[[0, 0, 0], [0, 0, -1], [0, 1, 0]],
               [[0, 0, 1], [0, 0, 0], [-1, 0, 0]],
               [[0, -1, 0], [1, 0, 0], [0, 0, 0]]], dtype=float)


def rodrigues_forward(v, P):
    """rotate points P (N, 3) by the rotation vector v"""
    th = np.sqrt(v @ v)
    K = np.tensordot(v, E3, 1)
    a, b = np.sin(th) / th, (1 - np.cos(th)) / th ** 2
    R = np.eye(3) + a * K + b * K @ K
    return P @ R.T, (v, P, th, K, a, b, R)


def rodrigues_backward(dout, cache):
    v, P, th, K, a, b, R = cache
    dR = dout.T @ P
    da_dth = (th * np.cos(th) - np.sin(th)) / th ** 2
    db_dth = (th * np.sin(th) - 2 * (1 - np.cos(th))) / th ** 3
    dth = da_dth * np.sum(dR * K) + db_dth * np.sum(dR * (K @ K))
    dK = a * dR + b * (dR @ K.T + K.T @ dR)
    return np.tensordot(E3, dK, 2) + dth * v / th, dout @ R


def quatmul_forward(p, q):
    a, u = p[:, :1], p[:, 1:]
    b, w = q[:, :1], q[:, 1:]
    return np.hstack([a * b - (u * w).sum(1, keepdims=True), a * w + b * u + np.cross(u, w)]), (p, q)


def quatmul_backward(dout, cache):
    p, q = cache
    conj = np.array([1., -1, -1, -1])
    dp = quatmul_forward(dout, q * conj)[0]       # right factor conjugated
    dq = quatmul_forward(p * conj, dout)[0]
    return dp, dq


def cross_forward(a, b):
    return np.cross(a, b), (a, b)


def cross_backward(dout, cache):
    a, b = cache
    return np.cross(b, dout), np.cross(dout, a)


def sixd_forward(m):
    """two raw vectors (2, 3) to an orthonormal frame by Gram-Schmidt"""
    n1 = np.linalg.norm(m[0])
    e1 = m[0] / n1
    s = e1 @ m[1]
    w = m[1] - s * e1
    n2 = np.linalg.norm(w)
    e2 = w / n2
    return np.stack([e1, e2, np.cross(e1, e2)]), (m, n1, e1, s, n2, e2)


def sixd_backward(dout, cache):
    m, n1, e1, s, n2, e2 = cache
    d1 = dout[0] + np.cross(e2, dout[2])
    d2 = dout[1] + np.cross(dout[2], e1)
    dw = (d2 - e2 * (e2 @ d2)) / n2
    ds = -dw @ e1
    d1 = d1 - s * dw + ds * m[1]
    dm = np.empty((2, 3))
    dm[0] = (d1 - e1 * (e1 @ d1)) / n1
    dm[1] = dw + ds * e1
    return dm


def cases():
    r = np.random.default_rng(33)
    return {'rodrigues_forward': (np.array([.4, -.7, .5]), r.normal(size=(4, 3))),
            'quatmul_forward': (r.normal(size=(3, 4)), r.normal(size=(3, 4))),
            'cross_forward': (r.normal(size=(3, 3)), r.normal(size=(3, 3))), 'sixd_forward': (r.normal(size=(2, 3)),)}
