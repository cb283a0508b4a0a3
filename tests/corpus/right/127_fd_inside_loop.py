def f(w):
    return sum((wi - i) ** 2 for i, wi in enumerate(w))
w = [0.5, 1.5, -1.0]
loss = f(w)
dw = [2 * (wi - i) for i, wi in enumerate(w)]
eps = 1e-6
dw_num = []
for i in range(len(w)):
    wp = w[:]
    wp[i] += eps
    wm = w[:]
    wm[i] -= eps
    dw_num.append((f(wp) - f(wm)) / (2 * eps))
max_err = max(abs(a - b) for a, b in zip(dw, dw_num))
print("ok" if max_err < 1e-4 else "bad")
