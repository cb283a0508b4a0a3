x, y, z = 1.7, -0.6, 2.9
q = x + y; f = q * z
df = 1.0
dq, dz = z * df, q * df
dx, dy = dq, dq
