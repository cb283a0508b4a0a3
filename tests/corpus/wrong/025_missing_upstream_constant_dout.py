# expect: 7 missing-upstream
u = 1.4
v = -2.2
out = u ** 2 * v
dout = 3.5
du = 2 * u * v * dout
dv = u ** 2
