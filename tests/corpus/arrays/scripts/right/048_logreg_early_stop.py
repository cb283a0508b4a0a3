import numpy as np

rng = np.random.default_rng(123)
X = rng.normal(size=(300, 10))
true_w = rng.normal(size=10)
y = (X @ true_w + 0.5 * rng.normal(size=300) > 0).astype(int)
X_train, X_val = X[:200], X[200:]
y_train, y_val = y[:200], y[200:]

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def bce(p, t, eps=1e-12):
    return -np.mean(t * np.log(p + eps) + (1 - t) * np.log(1 - p + eps))

w = np.zeros(10)
b = 0.0
lr = 0.5
best_val, patience, wait = np.inf, 10, 0
best = None
for epoch in range(1000):
    p = sigmoid(X_train @ w + b)
    train_loss = bce(p, y_train)
    diff = p - y_train
    grad_w = X_train.T @ diff / len(y_train)
    grad_b = diff.mean()
    w -= lr * grad_w
    b -= lr * grad_b

    p_val = sigmoid(X_val @ w + b)
    val_loss = bce(p_val, y_val)
    val_acc = np.mean((p_val > 0.5) == y_val)
    if epoch % 20 == 0:
        print(f"epoch {epoch:4d} train {train_loss:.4f} val {val_loss:.4f} acc {val_acc:.3f}")
    if val_loss < best_val - 1e-5:
        best_val, wait, best = val_loss, 0, (w.copy(), b)
    else:
        wait += 1
        if wait >= patience:
            print("early stopping at", epoch)
            break
w, b = best
print("best val loss", best_val)
