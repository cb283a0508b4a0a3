from math import *
eps = 1.0
sigma = 3.4
r = 4.0
sr6 = (sigma / r) ** 6
V = 4 * eps * (sr6 ** 2 - sr6)
dV_dr = 4 * eps * (-12 * sr6 ** 2 + 6 * sr6) / r
F = -dV_dr
