x = [1.2, 0.4, -0.9]
k = 3
f = 0.0
for xi in x:
    f += xi ** k

dx = [xi ** (k - 1) for xi in x]
for i in range(len(dx)):
    dx[i] *= k
