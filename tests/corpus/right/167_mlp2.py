import math
x = [0.5, -1.2, 0.8]
W1 = [[0.1, -0.2, 0.4], [0.7, 0.3, -0.5]]
b1 = [0.05, -0.1]
W2 = [0.6, -0.9]
b2 = 0.2
t = 1.0
h = []
for i in range(len(W1)):
    z = b1[i]
    for j in range(len(x)):
        z += W1[i][j] * x[j]
    h.append(math.tanh(z))
o = sum(w * a for w, a in zip(W2, h)) + b2
loss = 0.5 * (o - t) ** 2
do = o - t
dW2 = [do * a for a in h]
db2 = do
dh = [do * w for w in W2]
dz = [dhi * (1 - a * a) for dhi, a in zip(dh, h)]
dW1 = [[d * xj for xj in x] for d in dz]
db1 = dz
