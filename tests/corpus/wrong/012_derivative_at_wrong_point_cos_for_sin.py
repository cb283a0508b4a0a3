# expect: 10 derivative-at-wrong-point
import math
theta = 0.83
r = 2.2
x = r * math.cos(theta)
f = x ** 2 + x
df = 1.0
dx = df * (2 * x + 1)
dr = dx * math.cos(theta)
dtheta = dx * r * -math.cos(theta)
