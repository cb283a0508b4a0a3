import numpy as np

class Chain:
    """walk right to the goal, one reward at the end"""
    def __init__(self, n, rng):
        self.n, self.rng = n, rng

    def reset(self):
        self.pos = 0
        return 0

    def step(self, action):
        if self.rng.random() < 0.1:
            action = 1 - action
        self.pos = max(0, self.pos + (1 if action == 1 else -1))
        done = self.pos == self.n - 1
        return self.pos, float(done) - 0.01, done

def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()

rng = np.random.default_rng(10)
env = Chain(6, rng)
pref = np.zeros((6, 2))
v_w = np.zeros(6)
gamma, lr_a, lr_c = 0.95, 0.5, 0.3
lengths = []
for seed_round in range(1):
    for episode in range(60):
        s = env.reset()
        for t in range(60):
            p = softmax(pref[s])
            a = int(rng.random() < p[1])
            s2, r, done = env.step(a)
            target = r if done else r + gamma * v_w[s2]
            adv = target - v_w[s]
            critic_grad = np.zeros_like(v_w)
            critic_grad[s] = -adv
            actor_grad = np.zeros_like(pref)
            actor_grad[s] = adv * p
            actor_grad[s, a] -= adv
            v_w -= lr_c * critic_grad
            pref -= lr_a * actor_grad
            s = s2
            if done:
                break
        lengths.append(t + 1)
print('first ten', lengths[:10], 'last ten', lengths[-10:])
