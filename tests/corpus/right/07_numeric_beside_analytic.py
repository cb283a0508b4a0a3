def f(a, b):
    return a**2 * b + 3*b

a = 1.9
b = -0.7
h = 1e-5

y = f(a, b)
a_grad = 2*a*b
b_grad = a**2 + 3

a_grad_num = (f(a + h, b) - f(a - h, b)) / (2*h)
b_grad_num = (f(a, b + h) - f(a, b - h)) / (2*h)
print(a_grad, a_grad_num)
print(b_grad, b_grad_num)
assert abs(a_grad - a_grad_num) < 1e-6
assert abs(b_grad - b_grad_num) < 1e-6
