import math
def forward(w, x):
    z = sum(a * b for a, b in zip(w, x))
    a = 1 / (1 + math.exp(-z))
    return a
def backward(a, y, x):
    dz = a - y
    dw = [dz * xi for xi in x]
    return dw
w = [0.1, 0.4]
x = [1.0, -2.0]
y = 1
a = forward(w, x)
loss = -math.log(a) if y == 1 else -math.log(1 - a)
dw = backward(a, y, x)
