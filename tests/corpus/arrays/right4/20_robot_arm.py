import numpy as np


def reach_loss(theta, lengths, target):
    """planar arm: half of the squared distance of the hand from the target"""
    absolute = np.cumsum(theta)
    x = np.cumsum(lengths * np.cos(absolute))
    y = np.cumsum(lengths * np.sin(absolute))
    ex, ey = x[-1] - target[0], y[-1] - target[1]
    loss = 0.5 * (ex * ex + ey * ey)
    # joint k turns everything beyond it: the lever from joint k to the hand is (hand - joint k)
    jx = np.concatenate(([0.0], x[:-1]))
    jy = np.concatenate(([0.0], y[:-1]))
    dtheta = -(y[-1] - jy) * ex + (x[-1] - jx) * ey
    dlen = np.cos(absolute) * ex + np.sin(absolute) * ey
    return loss, {"theta": dtheta, "lengths": dlen, "target": np.array([-ex, -ey])}


def rot(axis, a):
    c, s = np.cos(a), np.sin(a)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    R = np.eye(3)
    R[i, i] = R[j, j] = c
    R[i, j], R[j, i] = -s, s
    return R


def skew_rot(axis, a):
    # derivative of rot(axis, a) = rot(axis, a + 90 degrees) without the fixed 1
    R = rot(axis, a + np.pi / 2)
    R[axis, axis] = 0
    return R


def euler_forward(ang, P):
    Rs = [rot(k, a) for k, a in zip((2, 1, 0), ang)]
    return P @ (Rs[0] @ Rs[1] @ Rs[2]).T, (ang, P, Rs)


def euler_backward(dout, cache):
    ang, P, (Z, Y, X) = cache
    dR = dout.T @ P
    dang = np.array([
        np.sum(dR * (skew_rot(2, ang[0]) @ Y @ X)),
        np.sum(dR * (Z @ skew_rot(1, ang[1]) @ X)),
        np.sum(dR * (Z @ Y @ skew_rot(0, ang[2]))),
    ])
    return dang, dout @ Z @ Y @ X


def cases():
    r = np.random.default_rng(23)
    return {
        "reach_loss": (r.normal(size=4), r.uniform(0.5, 1.5, size=4), np.array([1.2, -0.4])),
        "euler_forward": (r.normal(size=3), r.normal(size=(5, 3))),
    }
