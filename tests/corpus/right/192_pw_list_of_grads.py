w1, w2 = 0.5, -1.0
x = 2.0
h = w1 * x
y = w2 * h ** 2
dh = 2 * w2 * h
grads = [dh * x, h ** 2]
params = [w1, w2]
params = [p - 0.1 * g for p, g in zip(params, grads)]
