def square(x):
    y = x * x
    return y
def square_grad(x):
    dx = 2 * x
    return dx
a = 3.0
b = square(a)
f = b + 4 * a
da = square_grad(a) + 4
