def model(p, t):
    a, b, c = p
    return a + b * t + c * t * t

p = (0.5, -1.25, 0.75)
t, target = 1.4, 2.0
pred = model(p, t)
E = (pred - target) ** 2 / 2
dE = 1.0
dpred = dE * (pred - target)
dp = (dpred, dpred * t, dpred * t * t)
