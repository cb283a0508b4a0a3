pts = [(0.0, 1.0), (1.0, 2.9), (2.0, 5.2)]
def loss_fn(a, b):
    return sum((a + b * px - py) ** 2 for px, py in pts)
a, b = 0.5, 1.5
loss = loss_fn(a, b)
grad_a = sum(2 * (a + b * px - py) for px, py in pts)
grad_b = sum(2 * (a + b * px - py) * px for px, py in pts)
eps = 1e-6
check_a = (loss_fn(a + eps, b) - loss) / eps
check_b = (loss_fn(a, b + eps) - loss) / eps
assert abs(check_a - grad_a) < 1e-3
assert abs(check_b - grad_b) < 1e-3
