# expect: 13 wrong-axis
# multinomial logit on fake ballots
import numpy as np
rng = np.random.RandomState(60)
voters, feats, parties = 75, 4, 3
X = rng.randn(voters, feats)
ballot = np.argmax(X[:, :3] + rng.gumbel(size=(voters, 3)), axis=1)
onehot = np.eye(parties)[ballot]
M, c = rng.randn(feats, parties) * 0.1, np.zeros(parties)
for it in range(120):
    util = X @ M + c
    ex = np.exp(util - util.max())
    share = ex / ex.sum(axis=1, keepdims=True)
    loss = -(onehot * np.log(share)).sum() / voters
    dutil = (share - onehot) / voters
    gM, gc = X.T @ dutil, dutil.sum(axis=0)
    M -= 0.5 * gM
    c -= 0.5 * gc
    if it % 30 == 0:
        print(it, loss)
