import numpy as np

# denoising autoencoder with tied weights on 4x4 stripes, exported from a notebook

# In[1]:
np.random.seed(1234)
pics = []
for k in range(4):
    img = np.zeros((4, 4)); img[k] = 1; pics.append(img.ravel())
    img = np.zeros((4, 4)); img[:, k] = 1; pics.append(img.ravel())
X = np.array(pics)

# In[2]:
n_in, n_hid = 16, 6
W = np.random.randn(n_in, n_hid) * 0.3
b_enc, b_dec = np.zeros(n_hid), np.zeros(n_in)
vW, ve, vd = 0, 0, 0

def sigma(t): return 1 / (1 + np.exp(-t))

# In[3]:
for epoch in range(400):
    noisy = X * (np.random.rand(*X.shape) > 0.15)
    H = sigma(noisy @ W + b_enc)
    rec = sigma(H @ W.T + b_dec)
    loss = ((rec - X) ** 2).sum() / (2 * len(X))

    d2 = (rec - X) / len(X) * rec * (1 - rec)
    d1 = (d2 @ W) * H * (1 - H)
    gW = noisy.T @ d1 + d2.T @ H          # encoder use + decoder use
    g_enc, g_dec = d1.sum(0), d2.sum(0)

    vW = 0.8 * vW - 0.5 * gW
    ve = 0.8 * ve - 0.5 * g_enc
    vd = 0.8 * vd - 0.5 * g_dec
    W += vW; b_enc += ve; b_dec += vd
    if epoch % 100 == 0:
        print('epoch %d loss %.4f' % (epoch, loss))

# In[4]:
print(np.round(sigma(sigma(X[:1] @ W + b_enc) @ W.T + b_dec).reshape(4, 4), 1))
