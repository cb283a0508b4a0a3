# expect: 2 missing-import
import random, math

# an OR gate learned by one logistic unit, plain python lists


def unit(w, b, x):
    return 1.0 / (1.0 + math.exp(-(w[0] * x[0] + w[1] * x[1] + b)))


def cost_and_slopes(w, b, samples):
    total, gw, gb = 0.0, [0.0, 0.0], 0.0
    for x, t in samples:
        p = unit(w, b, x)
        total -= t * math.log(p) + (1 - t) * math.log(1 - p)
        e = p - t
        gw[0] += e * x[0]
        gw[1] += e * x[1]
        gb += e
    n = len(samples)
    return total / n, [g / n for g in gw], gb / n


def train(samples, epochs, lr, seed=0):
    random.seed(seed)
    w, b = [random.uniform(-1, 1), random.uniform(-1, 1)], 0.0
    for _ in range(epochs):
        _, gw, gb = cost_and_slopes(w, b, samples)
        w = [wi - lr * gi for wi, gi in zip(w, gw)]
        b -= lr * gb
    return w, b


def cases():
    return {"cost_and_slopes": ([0.3, -0.8], 0.1, [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 1)])}
