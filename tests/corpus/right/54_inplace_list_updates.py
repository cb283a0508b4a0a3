import math
z = [0.2, -0.5, 1.1]
a = [math.tanh(v) for v in z]
L = a[0] * a[1] + a[1] * a[2]

grad = [0.0, 0.0, 0.0]
grad[0] += a[1]
grad[1] += a[0]
grad[1] += a[2]
grad[2] += a[1]
dz = [0.0] * 3
for i in range(3):
    dz[i] = grad[i] * (1 - a[i] ** 2)
