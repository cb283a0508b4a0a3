import math
def f(x):
    return x * math.exp(-x ** 2)
def grad_f(x):
    return math.exp(-x ** 2) - 2 * x ** 2 * math.exp(-x ** 2)
x = 0.5
y = f(x)
dx = grad_f(x)
