def add_forward(x, y): return x + y
def mul_forward(x, y): return x * y
def add_backward(dz): 
    dx = dz
    dy = dz
    return dx, dy
def mul_backward(dz, x, y):
    dx = dz * y
    dy = dz * x
    return dx, dy
a, b, c = 1.0, 2.0, -3.0
q = add_forward(a, b)
f = mul_forward(q, c)
dq, dc = mul_backward(1.0, q, c)
da, db = add_backward(dq)
