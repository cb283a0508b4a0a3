# train one neuron without a library
inputs = [(0.1, 0.9), (0.8, 0.2), (0.5, 0.5)]
targets = [1.0, -1.0, 0.3]
w = [0.15, -0.25]
b = 0.05
for epoch in range(10):
    loss = 0.0
    dw = [0.0, 0.0]
    db = 0.0
    for (p, q), t in zip(inputs, targets):
        out = w[0]*p + w[1]*q + b
        e = out - t
        loss += 0.5*e*e
        dw[0] += e*p
        dw[1] += e*q
        db += e
    for i in range(2):
        w[i] -= 0.1*dw[i]
    b -= 0.1*db
