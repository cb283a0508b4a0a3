# expect: 6 summed-components
x = [0.5, 1.5, -2.0]
f = 0.0
for v in x:
    f += v ** 3 - v
grad_x = sum(3 * v ** 2 - 1 for v in x)
