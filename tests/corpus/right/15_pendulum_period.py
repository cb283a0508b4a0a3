import math
L = 1.35
g = 9.81
T = 2 * math.pi * math.sqrt(L / g)
# T = 2 pi L^(1/2) g^(-1/2)
dT_dL = T / (2 * L)
dT_dg = -T / (2 * g)
