# expect: 9/19/21 accumulator-not-zeroed
import numpy as np

# sample-by-sample accumulation, one step per epoch
rng = np.random.RandomState(16)
inputs = rng.uniform(-1, 1, (30, 2))
targets = inputs[:, 0] * inputs[:, 1]
wts = {'h': rng.randn(6, 3) * 0.8, 'o': rng.randn(7) * 0.5}
acc = {'h': np.zeros((6, 3)), 'o': np.zeros(7)}
for epoch in range(60):

    sq = 0.0
    for xi, ti in zip(inputs, targets):
        xb = np.append(xi, 1.0)
        hid = np.tanh(wts['h'] @ xb)
        hb = np.append(hid, 1.0)
        e = wts['o'] @ hb - ti
        sq += 0.5 * e ** 2
        acc['o'] += e * hb
        back = e * wts['o'][:-1] * (1 - hid ** 2)
        acc['h'] += np.outer(back, xb)
    for name in wts:
        wts[name] -= 0.01 * acc[name]
    if epoch % 15 == 0:
        print(epoch, sq)
