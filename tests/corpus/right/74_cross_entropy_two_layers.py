import math

def sigmoid(t):
    return 1.0 / (1.0 + math.exp(-t))

x = [0.9, -0.4]
W1 = [[0.5, -0.3], [0.8, 1.2]]
W2 = [1.1, -0.7]
y = 1

# forward
z = [W1[i][0]*x[0] + W1[i][1]*x[1] for i in range(2)]
h = [sigmoid(v) for v in z]
s = W2[0]*h[0] + W2[1]*h[1]
p = sigmoid(s)
loss = -(y*math.log(p) + (1 - y)*math.log(1 - p))

# backward
ds = p - y
dW2 = [ds*h[0], ds*h[1]]
dh = [ds*W2[0], ds*W2[1]]
dz = [dh[i]*h[i]*(1 - h[i]) for i in range(2)]
dW1 = [[dz[i]*x[j] for j in range(2)] for i in range(2)]
dx = [W1[0][j]*dz[0] + W1[1][j]*dz[1] for j in range(2)]
