# expect: 7 wrong-variable, product-rule-unswapped
# P = n R T / V, sensitivities
n, T, V = 1.3, 290.0, 0.055
R = 8.314
P = n * R * T / V
dP_dn = R * T / V
dP_dT = T * R / V
dP_dV = -n * R * T / V ** 2
