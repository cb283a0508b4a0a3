# gradient descent that stops when the gradient is small
x = 4.2
for step in range(200):
    y = (x - 1.5) ** 2 + 0.1 * x
    grad_x = 2 * (x - 1.5) + 0.1
    if abs(grad_x) < 1e-3:
        break
    x = x - 0.2 * grad_x
print(step, x)
