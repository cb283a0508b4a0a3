# expect: 13 missing-path
def forward(x, w):
    cache = {}
    cache["x"] = x
    cache["w"] = w
    cache["z"] = w * x
    out = cache["z"] ** 2 + w * 0.3
    return out, cache

def backward(dout, cache):
    dz = dout * 2 * cache["z"]
    dx = dz * cache["w"]
    dw = dz * cache["x"]
    return {"x": dx, "w": dw}

x = 1.25
w = -0.95
out, cache = forward(x, w)
grads = backward(1.0, cache)
