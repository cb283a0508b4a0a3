import math

def make_loss(target):
    def loss(w):
        return math.log(1 + (w - target) ** 2)
    def grad(w):
        r = w - target
        return 2 * r / (1 + r ** 2)
    return loss, grad

w = 1.9
f, df = make_loss(0.5)
L = f(w)
dw = df(w)
print(f"{L=:.3f} {dw=:.3f}")
