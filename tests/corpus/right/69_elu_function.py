import math

def elu(v, alpha):
    return v if v > 0 else alpha * (math.exp(v) - 1)

v = -0.8
alpha = 1.3
y = elu(v, alpha)
dv = 1.0 if v > 0 else y + alpha
dalpha = 0.0 if v > 0 else math.exp(v) - 1
