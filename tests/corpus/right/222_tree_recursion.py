x = [1.0, -2.0, 0.5]
def ev(i):
    if i == len(x):
        return 1.0
    return x[i] * ev(i + 1) + x[i] ** 2
out = ev(0)
dx = [0.0] * 3
up = 1.0
for i in range(3):
    dx[i] = up * (ev(i + 1) + 2 * x[i])
    up = up * x[i]
