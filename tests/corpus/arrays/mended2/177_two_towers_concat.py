# right
# right
import numpy as np


def towers_forward(a, b, Wa, Wb, head):
    ha = np.tanh(a @ Wa)
    hb = np.tanh(b @ Wb)
    joint = np.concatenate([ha, hb], axis=1)
    return joint @ head, (a, b, Wa, Wb, head, ha, hb, joint)


def towers_backward(dout, cache):
    a, b, Wa, Wb, head, ha, hb, joint = cache
    dhead = joint.T @ dout
    djoint = dout @ head.T
    k = ha.shape[1]
    dha, dhb = djoint[:, :k], djoint[:, k:]
    da_pre = dha * (1 - ha ** 2)
    db_pre = dhb * (1 - hb ** 2)
    da, db = da_pre @ Wa.T, db_pre @ Wb.T
    dWa, dWb = a.T @ da_pre, b.T @ db_pre
    return da, db, dWa, dWb, dhead


def cases():
    rng = np.random.default_rng(0)
    return {
        "towers": (
            rng.normal(size=(5, 3)), rng.normal(size=(5, 4)), rng.normal(size=(3, 6)),
            rng.normal(size=(4, 6)), rng.normal(size=(12, 2)),
        )
    }
