# expect: 12 missing-upstream
import math

def forward(x, w):
    h = math.exp(w * x)
    out = h * x
    return out, (x, w, h)

def backward(dout, cache):
    x, w, h = cache
    dh = dout * x
    dw = h * x
    dx = dout * h + dh * h * w
    return dx, dw

x = 0.7
w = -0.9
out, cache = forward(x, w)
dout = 1.0
dx, dw = backward(dout, cache)
