import math
x = 0.5
try:
    y = math.log(x)
    dx = 1 / x
except ValueError:
    y, dx = 0.0, 0.0
print(f"{y:.3f} {dx:.3f}")
