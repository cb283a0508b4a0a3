import numpy as np

np.random.seed(23)
basis = np.random.randn(3, 12)
data = np.random.randn(200, 3) @ basis + 0.05 * np.random.randn(200, 12)
data /= data.std()

W = 0.1 * np.random.randn(12, 4)
b_enc, b_dec = np.zeros(4), np.zeros(12)
lam = 1e-3
vel = np.zeros_like(W)

for it in range(300):
    code = np.tanh(data @ W + b_enc)
    recon = code @ W.T + b_dec
    diff = recon - data
    err = np.sum(diff ** 2) / (2 * len(data)) + lam * np.mean(np.sum(np.abs(code), axis=1))

    d_recon = diff / len(data)
    d_code = d_recon @ W + lam * np.sign(code) / len(data)
    d_act = d_code * (1 - code ** 2)
    # the weight is used twice
    delta_W = data.T @ d_act + d_recon.T @ code
    delta_b_enc = d_act.sum(axis=0)
    delta_b_dec = d_recon.sum(axis=0)

    vel = 0.9 * vel - 0.02 * delta_W
    W += vel
    b_enc -= 0.02 * delta_b_enc
    b_dec -= 0.02 * delta_b_dec
    if not it % 60:
        print('%4d  reconstruction error %.4f' % (it, err))
