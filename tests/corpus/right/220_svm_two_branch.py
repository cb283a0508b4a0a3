w = [0.5, -0.25]
b = 0.1
lam = 0.01
X = [[1.0, 2.0], [-1.5, 0.3], [0.2, -3.0]]
Y = [1, -1, 1]
loss = 0.5 * lam * (w[0]**2 + w[1]**2)
dw = [lam * w[0], lam * w[1]]
db = 0
for xi, yi in zip(X, Y):
    m = yi * (w[0]*xi[0] + w[1]*xi[1] + b)
    if m < 1:
        loss += 1 - m
        dw[0] -= yi * xi[0]
        dw[1] -= yi * xi[1]
        db -= yi
