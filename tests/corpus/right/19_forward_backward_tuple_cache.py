def forward(x, w, b):
    z = w * x + b
    out = z ** 3
    cache = (x, w, z)
    return out, cache

def backward(dout, cache):
    x, w, z = cache
    dz = dout * 3 * z ** 2
    dx = dz * w
    dw = dz * x
    db = dz
    return dx, dw, db

x, w, b = 0.8, -1.3, 2.6
out, cache = forward(x, w, b)
dout = 1.0
dx, dw, db = backward(dout, cache)
