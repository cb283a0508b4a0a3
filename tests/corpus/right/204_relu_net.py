def relu(v):
    return v if v > 0 else 0.0
x = [1.0, 2.0]
W1 = [[0.5, -0.3], [0.2, 0.8], [-0.6, 0.1]]
W2 = [1.0, -2.0, 0.5]
z1 = [sum(W1[i][j] * x[j] for j in range(2)) for i in range(3)]
a1 = [relu(z) for z in z1]
loss = sum(W2[i] * a1[i] for i in range(3))
dW2 = a1
da1 = W2
dz1 = [da1[i] * (1 if z1[i] > 0 else 0) for i in range(3)]
dW1 = [[dz1[i] * x[j] for j in range(2)] for i in range(3)]
dx = [sum(W1[i][j] * dz1[i] for i in range(3)) for j in range(2)]
