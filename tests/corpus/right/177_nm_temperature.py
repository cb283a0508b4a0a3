import math
T = 2.0
z = 0.7
p = 1 / (1 + math.exp(-z / T))
dz = p * (1 - p) / T
