x = -2; y = 5; z = -4
q = x + y
f = q * z
dfdz = q
dfdq = z
dqdx = 1.0
dqdy = 1.0
dfdx = dfdq * dqdx
dfdy = dfdq * dqdy
dx, dy, dz = dfdx, dfdy, dfdz
