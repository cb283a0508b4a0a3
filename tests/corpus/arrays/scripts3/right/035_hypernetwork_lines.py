"""A small net writes the weights of a smaller net: one task vector -> (slope net) for a family of curves."""
import numpy as np

rng = np.random.RandomState(19)
n_task, pts, code, hid, inner = 12, 20, 2, 8, 4
codes = rng.randn(n_task, code)
xs = rng.uniform(-2, 2, (n_task, pts))
ys = codes[:, :1] * np.tanh(xs) + codes[:, 1:] * 0.5 * xs

n_w = 3 * inner            # in-weights, biases, out-weights of the inner net
A = rng.randn(code, hid) * .5
c = np.zeros(hid)
B = rng.randn(hid, n_w) * .3
e = rng.randn(n_w) * .3
for it in range(200):
    h = np.tanh(codes @ A + c)
    theta = h @ B + e
    w_in, b_in, w_out = theta[:, :inner], theta[:, inner:2 * inner], theta[:, 2 * inner:]
    pre = xs[:, :, None] * w_in[:, None, :] + b_in[:, None, :]
    act = np.tanh(pre)
    yhat = (act * w_out[:, None, :]).sum(-1)
    r = yhat - ys
    loss = (r ** 2).mean()

    dy = 2 * r / r.size
    d_wout = (dy[:, :, None] * act).sum(1)
    dpre = dy[:, :, None] * w_out[:, None, :] * (1 - act ** 2)
    d_win = (dpre * xs[:, :, None]).sum(1)
    d_bin = dpre.sum(1)
    dtheta = np.concatenate([d_win, d_bin, d_wout], axis=1)
    gB, ge = h.T @ dtheta, dtheta.sum(0)
    dh = (dtheta @ B.T) * (1 - h ** 2)
    gA, gc = codes.T @ dh, dh.sum(0)
    for par, grad in zip((A, c, B, e), (gA, gc, gB, ge)):
        par -= 0.2 * grad
    if it % 50 == 0:
        print('it', it, 'mse', loss)
