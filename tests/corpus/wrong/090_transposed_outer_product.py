# expect: 18 transposed, wrong-index
import math
W = [[0.2, 0.7], [-0.5, 1.3]]
x = [0.6, 1.9]
h = []
for i in range(2):
    s = 0.0
    for j in range(2):
        s += W[i][j] * x[j]
    h.append(math.tanh(s))
y = h[0] - 2 * h[1]

dh = [1.0, -2.0]
dz = [dh[i] * (1 - h[i] ** 2) for i in range(2)]
dW = [[0.0, 0.0], [0.0, 0.0]]
for i in range(2):
    for j in range(2):
        dW[j][i] = dz[i] * x[j]
