x = [1.0, 2.0]
y = [v ** 2 for v in x]
dL_dy = [0.5, -1.0]
dL_dx = [g * 2 * v for g, v in zip(dL_dy, x)]
