# fit y = m x + c by gradient descent
xs = [0.0, 1.0, 2.0, 3.5]
ys = [1.2, 2.9, 5.3, 7.7]
m = 0.3
c = 0.1
lr = 0.02
N = len(xs)

for step in range(50):
    loss = 0.0
    for xi, yi in zip(xs, ys):
        loss += (m*xi + c - yi)**2
    loss = loss / N

    dm = 0.0
    dc = 0.0
    for xi, yi in zip(xs, ys):
        err = m*xi + c - yi
        dm += 2*err*xi / N
        dc += 2*err / N

    m -= lr * dm
    c -= lr * dc

print("m =", m, "c =", c)
