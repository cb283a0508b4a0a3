# expect: 10 wrong-variable
# expect: 12 unfinished
def forward(a, b, c):
    p = a * b
    y = p ** 2 + c * a
    return y, p

def backward(a, b, c, p, dy):
    dp = dy * 2 * p
    da = dp * b + dy * b
    db = dp * a
    dc = 0.0
    return da, db, dc

a, b, c = 1.3, -0.7, 2.1
y, p = forward(a, b, c)
da, db, dc = backward(a, b, c, p, 1.0)
