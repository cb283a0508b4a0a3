# expect: 14 derivative-at-wrong-point
import math
def sigmoid(t):
    return 1 / (1 + math.exp(-t))
def dsigmoid(t):
    # t is the input of the sigmoid
    return sigmoid(t) * (1 - sigmoid(t))
u = 0.7
v = -1.1
net = u * v + u
s = sigmoid(net)
L = s ** 2
ds = 2 * s
dnet = ds * dsigmoid(s)
du = dnet * (v + 1)
dv = dnet * u
