def mul_backward(dz, x, y):
    return dz * y, dz * x
x, y = 3.0, -4.0
z = x * y
dz = 1.0
dx, dy = mul_backward(dz, x, y)
