from math import sin, cos
m, l, g = 1.0, 2.0, 9.81
theta, omega = 0.3, 0.5
K = 0.5 * m * l ** 2 * omega ** 2
V = -m * g * l * cos(theta)
L = K - V
dL_dtheta = -m * g * l * sin(theta)
dL_domega = m * l ** 2 * omega
dH_domega = m * l ** 2 * omega
