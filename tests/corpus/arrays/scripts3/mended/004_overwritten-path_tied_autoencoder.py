# expect: 21 overwritten-path, missing-path
import numpy as np

# linear-sigmoid autoencoder, decoder is the transposed encoder
np.random.seed(3)
basis = np.random.randn(3, 8)
data = np.random.randn(100, 3) @ basis
data = (data - data.mean(0)) / data.std(0)
net = dict(W=np.random.randn(8, 4) * 0.2, b=np.zeros(4), c=np.zeros(8))
vel = {key: np.zeros_like(val) for key, val in net.items()}
for epoch in range(150):
    code = 1 / (1 + np.exp(-(data @ net['W'] + net['b'])))
    recon = code @ net['W'].T + net['c']
    err = np.sum((recon - data) ** 2) / len(data)
    grad = {}
    drec = 2 * (recon - data) / len(data)
    grad['c'] = drec.sum(axis=0)
    grad['W'] = drec.T @ code
    dcode = (drec @ net['W']) * code * (1 - code)
    grad['b'] = dcode.sum(axis=0)
    grad['W'] += data.T @ dcode
    for key in net:
        vel[key] = 0.9 * vel[key] - 0.01 * grad[key]
        net[key] = net[key] + vel[key]
    if epoch % 50 == 0:
        print('epoch %3d reconstruction %.4f' % (epoch, err))
