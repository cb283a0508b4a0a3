import math
a = 0.62
b = 1.47
c = math.atan(a * b)
grad_a = b / (1 + (a * b) ** 2)
grad_b = a / (1 + (a * b) ** 2)
eps = 1e-6
assert abs((math.atan((a + eps) * b) - c) / eps - grad_a) < 1e-4
