# f(x, y, z) = (x + y) * z
x = -2.3
y = 5.1
z = -4.7

# forward pass
q = x + y
f = q * z

# backward pass, in reverse order
dfdz = q
dfdq = z
dqdx = 1.0
dqdy = 1.0
dfdx = dfdq * dqdx
dfdy = dfdq * dqdy
