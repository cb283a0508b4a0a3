# return order
# numpy only
import numpy as np

def forward(x, W1, b1, W2, b2):
    h = np.tanh(x.dot(W1) + b1)
    return h, h.dot(W2) + b2

def backward(x, h, out, y, W1, W2):
    n = x.shape[0]
    dout = 2 * (out - y) / n
    dW2 = h.T.dot(dout)
    db2 = dout.sum(axis=0)
    dh = dout.dot(W2.T)
    dz = dh * (1 - h ** 2)
    dW1 = x.T.dot(dz)
    db1 = dz.sum(axis=0)
    return dW1, db1, dW2, db2

def main():
    np.random.seed(103)
    n, d = 20, 3
    x = np.random.randn(n, d)
    y = np.stack([x[:, 0] * x[:, 1], np.sin(x[:, 2]), x[:, 0]], axis=1)
    W1, b1 = np.random.randn(d, d) * 0.5, np.zeros(d)
    W2, b2 = np.random.randn(d, d) * 0.5, np.zeros(d)
    best = float("inf")
    for it in range(150):
        h, out = forward(x, W1, b1, W2, b2)
        loss = np.sum((out - y) ** 2) / n
        if loss > best + 1:
            print("diverged")
            break
        best = min(best, loss)
        dW1, db1, dW2, db2 = backward(x, h, out, y, W1, W2)
        W1 -= 0.05 * dW1
        b1 -= 0.05 * db1
        W2 -= 0.05 * dW2
        b2 -= 0.05 * db2
    print(best)

if __name__ == "__main__":
    main()
