# expect: 6 wrong-power, constant-factor
import math
L = 0.95
g = 9.81
T = 2 * math.pi * math.sqrt(L / g)
dT_dL = 2 * math.pi / (g * math.sqrt(L / g))
