def f(w):
    return w[0] ** 2 * w[1] + w[1] ** 3
w = [0.5, 1.5]
loss = f(w)
dw = [2 * w[0] * w[1], w[0] ** 2 + 3 * w[1] ** 2]
eps = 1e-6
num = [0.0, 0.0]
for i in range(2):
    old = w[i]
    w[i] = old + eps
    fp = f(w)
    w[i] = old - eps
    fm = f(w)
    w[i] = old
    num[i] = (fp - fm) / (2 * eps)
    print(i, num[i], dw[i])
