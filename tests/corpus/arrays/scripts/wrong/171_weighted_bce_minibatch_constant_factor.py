# expect: 20 constant-factor
import numpy as np

def main():
    np.random.seed(207)
    X = np.random.randn(32, 4)
    y = (X[:, :1] > 0.8).astype(float)
    pos_weight = 3.0
    w, b = np.random.randn(4, 1) * 0.1, np.zeros((1, 1))
    mw, mb = np.zeros_like(w), np.zeros_like(b)
    batch_size, lr = 8, 0.1
    for epoch in range(12):
        shuffle = np.random.permutation(32)
        X, y = X[shuffle], y[shuffle]
        for k in range(0, 32, batch_size):
            xb, yb = X[k:k + batch_size], y[k:k + batch_size]
            p = 1 / (1 + np.exp(-(xb @ w + b)))
            wt = np.where(yb == 1, pos_weight, 1.0)
            loss = -np.sum(wt * (yb * np.log(p) + (1 - yb) * np.log(1 - p))) / np.sum(wt)
            dz = wt * (p - yb) / batch_size
            dw = xb.T @ dz
            db = dz.sum(axis=0, keepdims=True)
            mw = 0.9 * mw + dw
            mb = 0.9 * mb + db
            w = w - lr * mw
            b = b - lr * mb
        if epoch % 4 == 0:
            print('epoch', epoch, 'last batch loss', loss)

main()
