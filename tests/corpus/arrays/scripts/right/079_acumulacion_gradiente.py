import numpy as np

# Clasificador softmax: lote efectivo de 60 con micro-lotes de 15
rng = np.random.default_rng(6)
n, d, clases = 240, 7, 4
centros = rng.normal(0, 2, (clases, d))
etq = rng.integers(clases, size=n)
datos = centros[etq] + rng.normal(size=(n, d))

W = rng.normal(0, 0.1, (d, clases))
b = np.zeros(clases)
tasa, acumular, micro = 0.3, 4, 15
gW, gb = np.zeros_like(W), np.zeros_like(b)
perdida_acum = 0.0
pasos = 0
for paso in range(160):
    idx = (np.arange(micro) + paso * micro) % n
    x, t = datos[idx], etq[idx]
    z = x @ W + b
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    perdida = -np.log(p[range(micro), t]).mean() / acumular
    perdida_acum += perdida
    delta = p
    delta[range(micro), t] -= 1
    delta /= micro * acumular
    gW += x.T @ delta
    gb += delta.sum(axis=0)
    if (paso + 1) % acumular == 0:
        W -= tasa * gW
        b -= tasa * gb
        pasos += 1
        if pasos % 10 == 0:
            print('paso', pasos, 'pérdida', perdida_acum)
        gW[:], gb[:] = 0, 0
        perdida_acum = 0.0
aciertos = np.mean(np.argmax(datos @ W + b, axis=1) == etq)
print('aciertos', aciertos)
