# expect: 10 constant-factor, regularisation-mismatch
w = [0.7, -1.6, 0.4]
reg = 0.3
s = w[0] + 2 * w[1] - w[2]
loss = s * s + reg * sum(v * v for v in w)
ds = 2 * s
coef = [1, 2, -1]
dw = []
for i in range(3):
    g = coef[i] * ds + reg * w[i]
    dw.append(g)
