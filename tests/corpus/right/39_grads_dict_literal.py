x = -0.7
y = 2.4
z = x * y + x ** 2 * y
grads = {'x': y + 2 * x * y, 'y': x + x ** 2}
for name, value in grads.items():
    print(f"dz/d{name} = {value:+.4f}")
