import math

xs = [[0.5, 1.2], [-1.0, 0.3], [1.7, -0.6], [0.2, -1.8]]
ys = [1, 0, 1, 0]
w = [0.3, -0.7]
b = 0.1
n = len(xs)

loss = 0.0
for x, y in zip(xs, ys):
    z = w[0]*x[0] + w[1]*x[1] + b
    p = 1/(1+math.exp(-z))
    loss += -(y*math.log(p) + (1-y)*math.log(1-p))
loss /= n

dw = [0.0, 0.0]
db = 0.0
for x, y in zip(xs, ys):
    z = w[0]*x[0] + w[1]*x[1] + b
    p = 1/(1+math.exp(-z))
    dz = (p - y)/n
    dw[0] += dz*x[0]
    dw[1] += dz*x[1]
    db += dz
