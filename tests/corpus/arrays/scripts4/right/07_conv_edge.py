# learn an edge filter from its output
import numpy as np

rng = np.random.default_rng(6)
image = rng.normal(size=(10, 12))
sobel = np.array([[1., 0, -1], [2, 0, -2], [1, 0, -1]])


def correlate(img, k):
    h, w = img.shape[0] - k.shape[0] + 1, img.shape[1] - k.shape[1] + 1
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            out[i, j] = np.sum(img[i:i + k.shape[0], j:j + k.shape[1]] * k)
    return out


target = correlate(image, sobel) + 0.5
kernel = rng.normal(size=(3, 3))
bias = 0.0
for step in range(60):
    out = correlate(image, kernel) + bias
    err = out - target
    loss = (err ** 2).mean()
    derr = 2 * err / err.size
    # the kernel's gradient is itself a correlation of the image with the error
    dkernel = correlate(image, derr)
    dbias = derr.sum()
    kernel -= 0.2 * dkernel
    bias -= 0.2 * dbias
    if step % 20 == 0:
        print(step, loss)
print(np.round(kernel, 2), bias)
