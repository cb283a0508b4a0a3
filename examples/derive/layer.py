import numpy as np

np.random.seed(0)
N, D, M = 5, 4, 3
x = np.random.randn(N, D)
W = np.random.randn(D, M)
b = np.random.randn(M)
z = x @ W + b
h = np.maximum(0, z)
loss = np.mean(h * h)
