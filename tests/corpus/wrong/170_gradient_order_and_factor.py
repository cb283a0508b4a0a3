# expect: 8 constant-factor
# expect: 9/13 gradient-order
def f(x, y):
    return x ** 2 + 3 * x * y

def grads(x, y):
    dx = 2 * x + 3 * y
    dy = x
    return dy, dx

x, y = 0.8, -1.9
value = f(x, y)
dx, dy = grads(x, y)
