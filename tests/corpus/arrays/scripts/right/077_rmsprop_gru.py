import numpy as np
rng = np.random.RandomState(3)
sg = lambda a: 1 / (1 + np.exp(-a))
nx, nh, T, B = 1, 8, 12, 20
p = {}
for k in 'zrh':
    p['W' + k] = rng.randn(nx, nh) * .4
    p['U' + k] = rng.randn(nh, nh) * .4
    p['b' + k] = np.zeros(nh)
p['V'] = rng.randn(nh, 1) * .4
cache = {k: np.zeros_like(v) for k, v in p.items()}
phase = rng.rand(B, 1) * 2 * np.pi
ts = np.arange(T + 1) * 0.5
wave = np.sin(ts[None] + phase)

for it in range(150):
    h, saved, loss = np.zeros((B, nh)), [], 0.0
    for t in range(T):
        x = wave[:, t:t+1]
        z = sg(x @ p['Wz'] + h @ p['Uz'] + p['bz'])
        r = sg(x @ p['Wr'] + h @ p['Ur'] + p['br'])
        c = np.tanh(x @ p['Wh'] + (r * h) @ p['Uh'] + p['bh'])
        h_new = (1 - z) * h + z * c
        e = h_new @ p['V'] - wave[:, t+1:t+2]
        loss += 0.5 * np.sum(e ** 2) / (B * T)
        saved.append((x, h, z, r, c, h_new, e))
        h = h_new
    g = {k: np.zeros_like(v) for k, v in p.items()}
    dh_next = np.zeros((B, nh))
    for x, h, z, r, c, h_new, e in saved[::-1]:
        dy = e / (B * T)
        g['V'] += h_new.T @ dy
        dh = dy @ p['V'].T + dh_next
        dc = dh * z * (1 - c ** 2)
        dz = dh * (c - h) * z * (1 - z)
        drh = dc @ p['Uh'].T
        dr = drh * h * r * (1 - r)
        for k, d, hin in (('z', dz, h), ('r', dr, h), ('h', dc, r * h)):
            g['W' + k] += x.T @ d
            g['U' + k] += hin.T @ d
            g['b' + k] += d.sum(axis=0)
        dh_next = dh * (1 - z) + drh * r + dz @ p['Uz'].T + dr @ p['Ur'].T
    for k in p:
        cache[k] = 0.9 * cache[k] + 0.1 * g[k] ** 2
        p[k] -= 0.01 * g[k] / (np.sqrt(cache[k]) + 1e-6)
    if it % 30 == 0:
        print(it, loss)
