# expect: 7 wrapped-scalar
x = 0.75
w = -1.9
b = 0.4
z = w * x + b
f = z ** 2 + z
dz = [2 * z + 1]
dw = dz * x
dx = dz * w
db = dz
