import numpy as np


def celula_forward(x, h, W):
    """Uma matriz so: linhas de W para [h, x, 1]."""
    entrada = np.concatenate([h, x, np.ones((x.shape[0], 1))], axis=1)
    saida = np.tanh(entrada @ W)
    return saida, (entrada, saida, W, h.shape[1])


def celula_backward(d_saida, cache):
    entrada, saida, W, n_h = cache
    d_pre = d_saida - d_saida * saida * saida
    d_entrada = d_pre @ W.T
    return d_entrada[:, n_h:-1], d_entrada[:, :n_h], entrada.T @ d_pre


def sequencia_forward(xs, h0, W):
    hs = [h0]
    for x in xs:
        h, _ = celula_forward(x, hs[-1], W)
        hs.append(h)
    return np.stack(hs[1:]), (xs, h0, W)


def sequencia_backward(d_hs, cache):
    """Refaz a ida em vez de guardar cada passo."""
    xs, h0, W = cache
    passos = []
    h = h0
    for x in xs:
        h, passo = celula_forward(x, h, W)
        passos.append(passo)
    d_xs, dW = [], np.zeros_like(W)
    d_h = np.zeros_like(h0)
    for d_fora, passo in zip(d_hs[::-1], passos[::-1], strict=True):
        d_x, d_h, dW_t = celula_backward(d_fora + d_h, passo)
        d_xs.insert(0, d_x)
        dW += dW_t
    return np.array(d_xs), d_h, dW


def cases():
    rng = np.random.default_rng(107)
    T, N, D, H = 4, 2, 5, 3
    W = rng.normal(scale=0.5, size=(H + D + 1, H))
    h0 = rng.normal(size=(N, H))
    return {"celula": (rng.normal(size=(N, D)), h0, W), "sequencia": (rng.normal(size=(T, N, D)), h0, W)}
