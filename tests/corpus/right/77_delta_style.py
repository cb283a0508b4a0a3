import math
# deltas, as in the old neural network books
x, w, v = 0.7, -1.2, 2.3
net = w * x
o = math.tanh(net)
y = v * o
E = 0.5 * (y - 1.0) ** 2
delta_y = y - 1.0
delta_o = delta_y * v
delta_net = delta_o * (1.0 - o * o)
delta_w = delta_net * x
delta_v = delta_y * o
