import math
# scalar RNN: h_t = tanh(w h_{t-1} + u x_t), loss on the last state
w = 0.7
u = -1.3
x1, x2, x3 = 0.5, -0.9, 1.6
h0 = 0.2

h1 = math.tanh(w*h0 + u*x1)
h2 = math.tanh(w*h1 + u*x2)
h3 = math.tanh(w*h2 + u*x3)
L = h3**2

dh3 = 2*h3
da3 = dh3 * (1 - h3**2)
dw = da3 * h2
du = da3 * x3
dh2 = da3 * w
da2 = dh2 * (1 - h2**2)
dw += da2 * h1
du += da2 * x2
dh1 = da2 * w
da1 = dh1 * (1 - h1**2)
dw += da1 * h0
du += da1 * x1
dh0 = da1 * w
