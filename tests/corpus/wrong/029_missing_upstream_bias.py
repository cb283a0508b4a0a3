# expect: 11 missing-upstream
import math
x = [0.4, -1.7]
w = [1.1, 0.6]
b = -0.2
z = w[0] * x[0] + w[1] * x[1] + b
y = math.tanh(z)
dz = 1 - y * y
dw = [dz * xi for xi in x]
dx = [dz * wi for wi in w]
db = 1
