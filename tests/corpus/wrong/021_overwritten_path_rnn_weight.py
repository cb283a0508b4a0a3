# expect: 15 overwritten-path
import math
w, u = 0.85, -0.5
x1, x2 = 1.3, 0.7
h0 = 0.15
h1 = math.tanh(w*h0 + u*x1)
h2 = math.tanh(w*h1 + u*x2)
loss = 0.5*h2**2
dh2 = h2
dz2 = dh2*(1 - h2**2)
dw = dz2*h1
du = dz2*x2
dh1 = dz2*w
dz1 = dh1*(1 - h1**2)
dw = dz1*h0
du += dz1*x1
