# expect: 9 regularisation-mismatch
def loss_fn(w, x, t):
    r = w * x - t
    return 0.5 * r * r

def grad_fn(w, x, t, reg):
    r = w * x - t
    dw = r * x
    dw += reg * w
    return dw

w, x, t = 1.4, 0.8, 2.1
loss = loss_fn(w, x, t)
dw = grad_fn(w, x, t, 0.05)
