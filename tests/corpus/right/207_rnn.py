from math import tanh
xs = [0.5, -0.3, 0.8, 0.1]
Wxh = 0.7
Whh = -0.4
bh = 0.1
Why = 1.3
target = 0.5
hs = [0.0]
for t in range(len(xs)):
    h = tanh(Wxh * xs[t] + Whh * hs[-1] + bh)
    hs.append(h)
y = Why * hs[-1]
loss = (y - target) ** 2
dy = 2 * (y - target)
dWhy = dy * hs[-1]
dh = dy * Why
dWxh, dWhh, dbh = 0.0, 0.0, 0.0
for t in reversed(range(len(xs))):
    draw = (1 - hs[t + 1] ** 2) * dh
    dWxh += draw * xs[t]
    dWhh += draw * hs[t]
    dbh += draw
    dh = draw * Whh
