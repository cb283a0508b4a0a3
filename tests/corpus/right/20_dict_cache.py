import math

def forward(a, b):
    cache = {"a": a, "b": b}
    cache["s"] = math.sin(a)
    cache["e"] = math.exp(b)
    out = cache["s"] * cache["e"]
    cache["out"] = out
    return out, cache

def backward(dout, cache):
    ds = dout * cache["e"]
    de = dout * cache["s"]
    da = ds * math.cos(cache["a"])
    db = de * cache["e"]
    return da, db

a = 0.9
b = -0.35
out, cache = forward(a, b)
da, db = backward(1.0, cache)
print("da", da, "db", db)
