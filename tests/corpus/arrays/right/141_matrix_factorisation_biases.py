import numpy as np


def recommender_loss(params, ratings, observed, lam):
    """Loops over what was observed: rating[u, i] ~ mean + bu[u] + bi[i] + P[u].Q[i]."""
    P, Q, bu, bi = params["P"], params["Q"], params["bu"], params["bi"]
    grads = {k: np.zeros_like(v) for k, v in params.items()}
    mean = ratings[observed].mean()
    loss = 0.0
    for u in range(ratings.shape[0]):
        for i in range(ratings.shape[1]):
            if not observed[u, i]:
                continue
            e = mean + bu[u] + bi[i] + np.dot(P[u], Q[i]) - ratings[u, i]
            loss += e**2 + lam * (bu[u] ** 2 + bi[i] ** 2 + P[u].dot(P[u]) + Q[i].dot(Q[i]))
            grads["bu"][u] += 2 * (e + lam * bu[u])
            grads["bi"][i] += 2 * (e + lam * bi[i])
            grads["P"][u] += 2 * (e * Q[i] + lam * P[u])
            grads["Q"][i] += 2 * (e * P[u] + lam * Q[i])
    return loss, grads


def cases():
    rng = np.random.default_rng(141)
    n_users, n_items, k = 4, 5, 2
    params = {
        "P": rng.normal(size=(n_users, k)),
        "Q": rng.normal(size=(n_items, k)),
        "bu": rng.normal(size=n_users),
        "bi": rng.normal(size=n_items),
    }
    ratings = rng.uniform(1, 5, size=(n_users, n_items))
    observed = rng.random((n_users, n_items)) < 0.55
    return {"recommender_loss": (params, ratings, observed, 0.1)}
