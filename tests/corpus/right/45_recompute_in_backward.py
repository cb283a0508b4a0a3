import math
x = 0.55
y = -1.35
f = math.exp(x * y) * math.cos(x)

dx = math.exp(x * y) * y * math.cos(x) - math.exp(x * y) * math.sin(x)
dy = x * math.exp(x * y) * math.cos(x)
