import math
def sigmoid(z):
    return 1 / (1 + math.exp(-z))
def propagate(w, b, X, Y):
    m = len(Y)
    cost = 0.0
    dw = [0.0] * len(w)
    db = 0.0
    for i in range(m):
        z = b
        for j in range(len(w)):
            z += w[j] * X[i][j]
        a = sigmoid(z)
        cost += -(Y[i] * math.log(a) + (1 - Y[i]) * math.log(1 - a))
        dz = a - Y[i]
        for j in range(len(w)):
            dw[j] += X[i][j] * dz
        db += dz
    cost /= m
    for j in range(len(w)):
        dw[j] /= m
    db /= m
    return {'dw': dw, 'db': db}, cost
w = [1.0, 2.0]
b = 2.0
X = [[1.0, 3.0], [-2.0, 0.5], [0.3, -1.0]]
Y = [1, 0, 1]
grads, cost = propagate(w, b, X, Y)
dw = grads['dw']
db = grads['db']
