# right
# right
import numpy as np


def gnn_forward(node, W, src, dst):
    """Sums tanh(node[src] W) over the incoming edges of each node."""
    msg = np.tanh(node[src] @ W)
    out = np.zeros((node.shape[0], W.shape[1]))
    np.add.at(out, dst, msg)
    return out, (node, W, src, dst, msg)


def gnn_backward(dout, cache):
    node, W, src, dst, msg = cache
    dmsg = dout[dst] * (1 - msg ** 2)
    dW = node[src].T @ dmsg
    dsrc = dmsg @ W.T
    dnode = np.zeros_like(node)
    np.add.at(dnode, src, dsrc)
    return dnode, dW


def cases():
    rng = np.random.default_rng(0)
    src = np.array([0, 1, 1, 2, 4, 3])
    dst = np.array([1, 0, 3, 3, 0, 2])
    return {"gnn": (rng.normal(size=(5, 3)), rng.normal(size=(3, 3)), src, dst)}
