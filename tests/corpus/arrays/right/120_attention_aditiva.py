import numpy as np


def atencao_aditiva_forward(consulta, chaves, Wc, Wk, v, tamanhos):
    """Atencao de Bahdanau, um exemplo por vez; so as primeiras tamanhos[n] chaves contam."""
    N, T, E = chaves.shape
    contexto = np.zeros((N, E))
    memoria = []
    for n in range(N):
        k = chaves[n, : tamanhos[n]]
        oculto = np.tanh(consulta[n] @ Wc + k @ Wk)
        nota = oculto @ v
        peso = np.exp(nota - nota.max())
        peso = peso / peso.sum()
        for t, p in enumerate(peso):
            contexto[n] += p * k[t]
        memoria.append((k, oculto, peso))
    return contexto, (consulta, chaves, Wc, Wk, v, memoria)


def atencao_aditiva_backward(d_contexto, cache):
    consulta, chaves, Wc, Wk, v, memoria = cache
    d_consulta = np.zeros_like(consulta)
    d_chaves = np.zeros_like(chaves)
    dWc, dWk, dv = np.zeros_like(Wc), np.zeros_like(Wk), np.zeros_like(v)
    for n, (k, oculto, peso) in enumerate(memoria):
        t = len(peso)
        d_chaves[n, :t] += peso[:, None] * d_contexto[n]
        d_peso = k @ d_contexto[n]
        d_nota = peso * (d_peso - peso @ d_peso)
        dv += oculto.T @ d_nota
        d_pre = np.outer(d_nota, v) * (1 - oculto**2)
        soma = d_pre.sum(axis=0)
        dWc += np.outer(consulta[n], soma)
        d_consulta[n] = Wc @ soma
        dWk += k.T @ d_pre
        d_chaves[n, :t] += d_pre @ Wk.T
    return d_consulta, d_chaves, dWc, dWk, dv


def cases():
    rng = np.random.default_rng(120)
    N, T, D, E, A = 3, 4, 5, 2, 6
    consulta, chaves = rng.normal(size=(N, D)), rng.normal(size=(N, T, E))
    pesos = (rng.normal(size=(D, A)), rng.normal(size=(E, A)), rng.normal(size=A))
    return {"atencao_aditiva": (consulta, chaves, *pesos, np.array([4, 2, 3]))}
