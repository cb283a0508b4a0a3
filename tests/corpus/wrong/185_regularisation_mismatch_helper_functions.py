# expect: 20/19 regularisation-mismatch, missing-path
import math

def predict(w, x):
    return sum(a * b for a, b in zip(w, x))

def objective(w, data, lam):
    total = 0.0
    for x, y in data:
        total += math.log(1 + math.exp(-y * predict(w, x)))
    return total / len(data) + lam * sum(a * a for a in w)

def gradient(w, data, lam):
    dw = [0.0 for _ in w]
    for x, y in data:
        m = y * predict(w, x)
        s = -y / (1 + math.exp(m))
        for j in range(len(w)):
            dw[j] += s * x[j] / len(data)
    return dw

data = [([0.5, 1.2], 1), ([-0.8, 0.4], -1), ([1.1, -0.9], 1)]
w = [0.3, -0.6]
lam = 0.1
J = objective(w, data, lam)
dw = gradient(w, data, lam)
