a = -2.6
b = 1.1
u = abs(a)
v = min(u, b * 4)
out = 3 * v + u
dout = 1.0
dv = 3 * dout
du = dout
if u < b * 4:
    du += dv
    db = 0.0
else:
    db = 4 * dv
da = du if a > 0 else -du
