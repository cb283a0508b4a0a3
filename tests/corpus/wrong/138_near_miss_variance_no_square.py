# expect: 6 near-miss, wrong-power
x = [1.9, 0.4, -1.1, 0.6]
w = [0.5, 1.0, -2.0, 0.8]
mu = sum(x) / 4
dev = [v - mu for v in x]
var = sum(w[i] * dev[i] for i in range(4)) / 4
ddev = [2 * w[i] * dev[i] / 4 for i in range(4)]
dmu = -sum(ddev)
dx = [d + dmu / 4 for d in ddev]
