# expect: 10 constant-factor
x = [2.1, -0.3, 1.4, 0.8, -1.9]
N = len(x)
mean = 0.0
for v in x:
    mean += v / N
out = mean ** 3
dout = 1.0
dmean = 3 * mean ** 2 * dout
dx = [dmean for v in x]
