# expect: 24 elementwise-for-matmul
# hidden size equals input size here (3 joints in, 3 joints out)
import numpy as np


def rollout(inputs, A, B, c):
    """s_t = tanh(A s_{t-1} + B u_t + c) for one trajectory, s_{-1} = 0"""
    states, prev = [], np.zeros(len(c))
    for u in inputs:
        prev = np.tanh(A @ prev + B @ u + c)
        states.append(prev)
    return np.array(states), (inputs, A, B, np.array(states))


def rollout_backward(dstates, tape):
    inputs, A, B, states = tape
    dA, dB, dc = np.zeros_like(A), np.zeros_like(B), np.zeros(len(A))
    dinputs = np.zeros_like(inputs)
    carry = np.zeros(len(A))
    for t in reversed(range(len(inputs))):
        d = (dstates[t] + carry) * (1 - states[t] ** 2)
        if t > 0:
            dA += np.outer(d, states[t - 1])
        dB += np.outer(d, inputs[t])
        dc += d
        dinputs[t] = B.T @ d
        carry = A.T @ d
    return dinputs, dA, dB, dc


def cases():
    rng = np.random.default_rng(0)
    return {"rollout": (rng.normal(size=(4, 3)), rng.normal(size=(3, 3)), 0.5 * rng.normal(size=(3, 3)), rng.normal(size=3))}
