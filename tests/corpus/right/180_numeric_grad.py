def f_(x):
    return x ** 3 - 2 * x
x = 1.5
f = f_(x)
dx = 3 * x ** 2 - 2
h = 1e-4
numerical_grad = (f_(x + h) - f_(x - h)) / (2 * h)
grad_error = abs(dx - numerical_grad)
print(dx, numerical_grad, grad_error)
