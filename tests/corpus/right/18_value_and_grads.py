def loss_and_grads(w, b, x, y):
    """Squared error of a line, with gradients for w and b."""
    pred = w * x + b
    diff = pred - y
    loss = diff * diff
    ddiff = 2 * diff
    dw = ddiff * x
    db = ddiff
    return loss, {"w": dw, "b": db}

w = 1.5
b = -0.4
loss, grads = loss_and_grads(w, b, x=2.2, y=1.9)
print(loss, grads)
