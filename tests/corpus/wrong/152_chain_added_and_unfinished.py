# expect: 8 chain-added
# expect: 9 unfinished, missing-path
x = 0.95
w = -1.45
u = w * x
f = u ** 3 + x
du = 3 * u ** 2
dw = du + x
dx = 1
