# expect: 9 missing-upstream
# expect: 10 wrong-power
"""Drag power: P = F v, F = c v^2 / 2."""
c = 1.05
v = 7.5
F = c * v ** 2 / 2
P = F * v
dP_dF = v
dP_dc = v ** 2 / 2
dP_dv = F + dP_dF * c * v ** 2
