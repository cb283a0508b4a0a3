import math
x, mu, sigma = 1.1, 0.4, 0.9
u = (x - mu) / sigma
p = math.exp(-u * u / 2) / (sigma * math.sqrt(2 * math.pi))

dp_dx = -p * u / sigma
dp_dmu = p * u / sigma
dp_dsigma = p * (u * u - 1) / sigma
