slope = 0.1
z = -1.75
y = z if z > 0 else slope * z
loss = y ** 2 - 3 * y
dloss = 1.0
dy = dloss * (2 * y - 3)
dz = dy * (1 if z > 0 else slope)
