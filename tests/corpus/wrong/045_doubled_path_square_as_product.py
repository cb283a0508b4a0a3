# expect: 6 doubled-path, constant-factor
x = 1.45
u = x * x
f = u * 3 + 1
du = 3.0
dx = du * 2 * x + du * x
