# expect: 10/14 gradient-order
def forward(x, y):
    out = x ** 2 * y
    return out, (x, y)

def backward(dout, cache):
    x, y = cache
    dx = 2 * x * y * dout
    dy = x ** 2 * dout
    return dy, dx

x, y = 1.3, -0.6
out, cache = forward(x, y)
dx, dy = backward(1.0, cache)
