# expect: 7 unfinished
def forward(x, w):
    return (w * x) ** 2

def backward(x, w):
    dw = 2 * w * x * x
    dx = None
    return dx, dw

x, w = 0.8, -1.5
y = forward(x, w)
dx, dw = backward(x, w)
