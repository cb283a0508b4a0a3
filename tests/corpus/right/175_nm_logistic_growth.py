import math
K, r, t0 = 10.0, 0.5, 2.0
t = 3.0
P = K / (1 + math.exp(-r * (t - t0)))
dP_dt = r * P * (1 - P / K)
dt_ = dP_dt
