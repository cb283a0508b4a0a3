import math
w = 4.0
m, v = 0.0, 0.0
for t in range(1, 26):
    loss = math.log(1 + w * w)
    dw = 2 * w / (1 + w * w)
    m = 0.9 * m + 0.1 * dw
    v = 0.999 * v + 0.001 * dw ** 2
    mh = m / (1 - 0.9 ** t)
    vh = v / (1 - 0.999 ** t)
    w -= 0.1 * mh / (math.sqrt(vh) + 1e-8)
