# expect: 6 summed-components
# expect: 7 sign
x = [0.8, -1.5, 0.3]
t = 0.9
f = sum((v - t) ** 2 for v in x)
dx = [sum(2 * (v - t) for v in x)]
dt = sum(2 * (v - t) for v in x)
