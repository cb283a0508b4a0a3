import numpy as np

rng = np.random.default_rng(17)
n, D, H, Z = 128, 6, 12, 2
X = (rng.random((n, D)) < 1 / (1 + np.exp(-rng.normal(size=(n, 2)) @ rng.normal(size=(2, D)) * 3))).astype(float)

def init(i, o):
    return rng.normal(size=(i, o)) / np.sqrt(i)

W_e, b_e = init(D, H), rng.normal(size=H) * 0.01
W_mu, b_mu = init(H, Z), np.zeros(Z)
W_lv, b_lv = init(H, Z) * 0.1, np.zeros(Z)
W_d, b_d = init(Z, H), rng.normal(size=H) * 0.01
W_o, b_o = init(H, D), np.zeros(D)
lr = 0.05

for step in range(400):
    # encoder
    h = np.tanh(X @ W_e + b_e)
    mu = h @ W_mu + b_mu
    logvar = h @ W_lv + b_lv
    eps = rng.normal(size=mu.shape)
    std = np.exp(0.5 * logvar)
    z = mu + std * eps
    # decoder
    hd = np.tanh(z @ W_d + b_d)
    logits = hd @ W_o + b_o
    recon = np.sum(np.logaddexp(0, logits) - X * logits) / n
    kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar)) / n
    elbo_loss = recon + kl

    dlogits = (1 / (1 + np.exp(-logits)) - X) / n
    dW_o, db_o = hd.T @ dlogits, dlogits.sum(0)
    dhd = dlogits @ W_o.T * (1 - hd ** 2)
    dW_d, db_d = z.T @ dhd, dhd.sum(0)
    dz = dhd @ W_d.T
    dmu = dz + mu / n
    dlogvar = dz * eps * 0.5 * std + 0.5 * (np.exp(logvar) - 1) / n
    dW_mu, db_mu = h.T @ dmu, dmu.sum(0)
    dW_lv, db_lv = h.T @ dlogvar, dlogvar.sum(0)
    dh = (dmu @ W_mu.T + dlogvar @ W_lv.T) * (1 - h ** 2)
    dW_e, db_e = X.T @ dh, dh.sum(0)

    for p, g in ((W_e, dW_e), (b_e, db_e), (W_mu, dW_mu), (b_mu, db_mu), (W_lv, dW_lv),
                 (b_lv, db_lv), (W_d, dW_d), (b_d, db_d), (W_o, dW_o), (b_o, db_o)):
        p -= lr * g
    if step % 100 == 0:
        print(f"step {step}: recon {recon:.3f} kl {kl:.3f} loss {elbo_loss:.3f}")
