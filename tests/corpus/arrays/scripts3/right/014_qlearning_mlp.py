# fitted Q-learning on random transitions with a frozen target network
import numpy as np
R = np.random.RandomState(33)
dim, hid, n_act, gamma = 3, 10, 2, 0.9
S = R.randn(256, dim)
A = R.randint(0, n_act, 256)
S2 = 0.8 * S + 0.3 * (2 * A[:, None] - 1) + 0.1 * R.randn(256, dim)
rew = -np.abs(S2[:, 0])

net = dict(W1=R.randn(dim, hid) * .4, b1=np.zeros(hid), W2=R.randn(hid, n_act) * .4, b2=np.zeros(n_act))
frozen = {k: v.copy() for k, v in net.items()}
cache = {k: np.zeros_like(v) for k, v in net.items()}

def qvals(p, s):
    h = np.maximum(s @ p['W1'] + p['b1'], 0)
    return h @ p['W2'] + p['b2'], h

for sync in range(6):
    for it in range(30):
        idx = R.choice(256, 32, replace=False)
        s, a, r, s2 = S[idx], A[idx], rew[idx], S2[idx]
        q_target = r + gamma * qvals(frozen, s2)[0].max(axis=1)
        q, h = qvals(net, s)
        td = q[np.arange(32), a] - q_target
        dq = np.zeros_like(q)
        dq[np.arange(32), a] = td / 32
        g = {}
        g['W2'] = h.T @ dq
        g['b2'] = dq.sum(0)
        dh = dq @ net['W2'].T
        dh[h <= 0] = 0
        g['W1'] = s.T @ dh
        g['b1'] = dh.sum(0)
        for k in net:
            cache[k] = 0.95 * cache[k] + 0.05 * g[k] ** 2
            net[k] -= 0.01 * g[k] / (np.sqrt(cache[k]) + 1e-6)
    frozen = {k: v.copy() for k, v in net.items()}
    print('sync', sync, 'td error', np.abs(td).mean())
