from math import exp, log
def softmax(z):
    m = max(z)
    e = [exp(v - m) for v in z]
    return [v / sum(e) for v in e]
def cross_entropy(p, y):
    return -log(p[y])
def grad_ce_softmax(p, y):
    dz = list(p)
    dz[y] -= 1
    return dz
scores = [1.0, 3.0, 0.5]
y = 1
p = softmax(scores)
loss = cross_entropy(p, y)
dscores = grad_ce_softmax(p, y)
