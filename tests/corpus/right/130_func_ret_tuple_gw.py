def loss_and_grads(w, b, xs, ys):
    n = len(xs)
    loss, gw, gb = 0.0, 0.0, 0.0
    for x, y in zip(xs, ys):
        e = w * x + b - y
        loss += e * e / n
        gw += 2 * e * x / n
        gb += 2 * e / n
    return loss, gw, gb
w, b = 0.3, -0.1
loss, grad_w, grad_b = loss_and_grads(w, b, [1.0, 2.0], [2.0, 3.0])
print(loss, grad_w, grad_b)
