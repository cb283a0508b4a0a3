# expect: 10 constant-factor
def train_step(w, data):
    n = len(data)
    loss = 0.0
    for x, y in data:
        loss += (w * x - y) ** 2 / n
    dw = 0.0
    for x, y in data:
        dw += 2 * (w * x - y) * x / n
    dw /= n
    return loss, dw

data = [(0.5, 1.4), (1.5, 2.1), (-0.6, 0.2)]
w = 0.8
loss, dw = train_step(w, data)
