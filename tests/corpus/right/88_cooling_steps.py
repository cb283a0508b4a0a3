"""Cooling: dT = -k (T - Ta), one explicit step, and how the result depends on k."""
T0 = 82.0
Ta = 21.5
k = 0.065
h = 2.0
T1 = T0 - h * k * (T0 - Ta)
T2 = T1 - h * k * (T1 - Ta)

dT2_dT1 = 1 - h * k
dT1_dk = -h * (T0 - Ta)
dT2_dk = -h * (T1 - Ta) + dT2_dT1 * dT1_dk
dT2_dTa = h * k + dT2_dT1 * h * k
dT2_dT0 = dT2_dT1 * (1 - h * k)
