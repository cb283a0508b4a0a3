import math
w = [3.0, 4.0]
loss = w[0] ** 2 + w[0] * w[1]
dw = [2 * w[0] + w[1], w[0]]
norm = math.sqrt(sum(g * g for g in dw))
if norm > 1.0:
    dw = [g / norm for g in dw]
w = [a - 0.1 * g for a, g in zip(w, dw)]
