from math import *
m = 0.2
g = 9.81
L = 1.5
theta = pi / 6
U = m * g * L * (1 - cos(theta))
grad_theta = m * g * L * sin(theta)
grad_L = m * g * (1 - cos(theta))
