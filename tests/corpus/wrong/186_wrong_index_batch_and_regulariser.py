# expect: 22 wrong-index
import math
X = [[0.4, 1.1], [-0.7, 0.9], [1.6, -0.2]]
T = [1, 0, 1]
w = [0.25, -0.5]
b = 0.3
N = 3
L = 0.0
P = []
for n in range(N):
    z = w[0] * X[n][0] + w[1] * X[n][1] + b
    p = 1 / (1 + math.exp(-z))
    P.append(p)
    L -= (T[n] * math.log(p) + (1 - T[n]) * math.log(1 - p)) / N

db = 0.0
dw = [0.0, 0.0]
for n in range(N):
    g = (P[n] - T[n]) / N
    db += g
    for j in range(2):
        dw[j] += g * X[n][0]
