# expect: 11 double-derivative
import math
x = -0.8
v, w = 0.6, 1.7
h = math.tanh(w * x)
o = v * h
E = 0.5 * (o - 0.9) ** 2
do = o - 0.9
dv = do * h
dnet = do * v * (1 - h * h)
dw = dnet * (1 - h * h) * x
dx = dnet * w
