# expect: 9 wrong-mask
slope = 0.2
x = -1.4
w = 0.9
z = w * x
y = z if z > 0 else slope * z
E = (y - 1) ** 2
dy = 2 * (y - 1)
dz = dy * (1 if w > 0 else slope)
dw = dz * x
