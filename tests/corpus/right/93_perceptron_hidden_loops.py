import math
n_in, n_hid = 3, 2
x = [0.2, -0.9, 1.4]
W = [[0.1, 0.7, -0.5], [-1.2, 0.4, 0.3]]
v = [0.9, -1.6]
a = [0.0] * n_hid
h = [0.0] * n_hid
for i in range(n_hid):
    for j in range(n_in):
        a[i] += W[i][j] * x[j]
    h[i] = math.tanh(a[i])
y = 0.0
for i in range(n_hid):
    y += v[i] * h[i]

dv = [0.0] * n_hid
dW = [[0.0] * n_in for _ in range(n_hid)]
dx = [0.0] * n_in
for i in range(n_hid):
    dv[i] = h[i]
    da_i = v[i] * (1 - h[i] ** 2)
    for j in range(n_in):
        dW[i][j] = da_i * x[j]
        dx[j] += da_i * W[i][j]
