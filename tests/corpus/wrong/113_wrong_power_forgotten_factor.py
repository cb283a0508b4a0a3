# expect: 7 wrong-power, constant-factor
x = 2.05
u = x + 0.5
v = u ** 5
y = v / 3
dv = 1 / 3
du = dv * u ** 4
dx = du
