import math

def loss(w):
    return math.exp(w[0]) * w[1] + math.sin(w[2] * w[1])

w = [0.3, 1.1, -0.8]
grad_w = [
    math.exp(w[0]) * w[1],
    math.exp(w[0]) + math.cos(w[2] * w[1]) * w[2],
    math.cos(w[2] * w[1]) * w[1],
]
h = 1e-5
grad_w_num = []
for i in range(3):
    up, down = list(w), list(w)
    up[i] += h
    down[i] -= h
    grad_w_num.append((loss(up) - loss(down)) / (2 * h))
for a, n in zip(grad_w, grad_w_num):
    assert abs(a - n) < 1e-6, (a, n)
print("ok")
