import numpy as np

np.random.seed(0)
latent = np.random.randn(60, 2)
X = np.tanh(latent @ np.random.randn(2, 6)) + 0.05 * np.random.randn(60, 6)

W1 = np.random.randn(6, 3) * 0.4
b1 = np.zeros(3)
W2 = np.random.randn(3, 6) * 0.4
b2 = np.zeros(6)
lr = 0.05

for epoch in range(200):
    # encoder and decoder
    code = np.tanh(X @ W1 + b1)
    Y = code @ W2 + b2
    diff = Y - X
    loss = np.sum(diff ** 2) / len(X)

    dY = diff * (2 / len(X))
    dW2 = code.T @ dY
    db2 = dY.sum(0)
    dcode = dY @ W2.T
    dpre = dcode * (1 - code ** 2)
    dW1 = X.T @ dpre
    db1 = dpre.sum(0)

    for p, g in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
        p -= lr * g
    if epoch % 50 == 0:
        print(epoch, round(loss, 4))
print("final", round(loss, 4))
