# expect: 24 derivative-at-wrong-point
# Ajuste de una curva con una capa oculta tanh
import numpy as np

np.random.seed(7)
x = np.random.uniform(-2, 2, (50, 1))
y = x ** 3 - x + 0.1 * np.random.randn(50, 1)

V1 = np.random.randn(1, 10)
s1 = np.random.randn(1, 10) * 0.1
V2 = np.random.randn(10, 1) * 0.4
s2 = np.zeros((1, 1))
mejor = 1e9
for paso in range(300):
    pre = x @ V1 + s1
    oculta = np.tanh(pre)
    salida = oculta @ V2 + s2
    costo = 0.5 * np.mean((salida - y) ** 2)
    mejor = min(mejor, costo)

    g_sal = (salida - y) / len(x)
    gV2 = oculta.T @ g_sal
    gs2 = g_sal.sum(axis=0, keepdims=True)
    g_pre = (g_sal @ V2.T) * (1 - pre ** 2)
    gV1 = x.T @ g_pre
    gs1 = g_pre.sum(axis=0, keepdims=True)

    tasa = 0.02 / (1 + paso / 100)
    V1 -= tasa * gV1
    s1 -= tasa * gs1
    V2 -= tasa * gV2
    s2 -= tasa * gs2
print('mejor costo', mejor)
