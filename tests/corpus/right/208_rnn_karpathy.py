import math
H = 2
V = 3
Wxh = [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]]
Whh = [[0.2, -0.1], [0.3, 0.4]]
Why = [[0.7, -0.3], [0.2, 0.1], [-0.5, 0.6]]
inputs = [0, 2, 1]
targets = [2, 1, 0]
hs = {-1: [0.0, 0.0]}
ps = {}
loss = 0
for t in range(len(inputs)):
    x = [0.0] * V
    x[inputs[t]] = 1.0
    hs[t] = [math.tanh(sum(Wxh[i][j] * x[j] for j in range(V)) + sum(Whh[i][k] * hs[t-1][k] for k in range(H))) for i in range(H)]
    ys = [sum(Why[o][i] * hs[t][i] for i in range(H)) for o in range(V)]
    es = [math.exp(v) for v in ys]
    tot = sum(es)
    ps[t] = [e / tot for e in es]
    loss += -math.log(ps[t][targets[t]])
dWxh = [[0.0] * V for _ in range(H)]
dWhh = [[0.0] * H for _ in range(H)]
dWhy = [[0.0] * H for _ in range(V)]
dhnext = [0.0] * H
for t in range(len(inputs) - 1, -1, -1):
    dy = list(ps[t])
    dy[targets[t]] -= 1
    for o in range(V):
        for i in range(H):
            dWhy[o][i] += dy[o] * hs[t][i]
    dh = [sum(Why[o][i] * dy[o] for o in range(V)) + dhnext[i] for i in range(H)]
    dhraw = [(1 - hs[t][i] ** 2) * dh[i] for i in range(H)]
    for i in range(H):
        dWxh[i][inputs[t]] += dhraw[i]
        for k in range(H):
            dWhh[i][k] += dhraw[i] * hs[t-1][k]
    dhnext = [sum(Whh[i][k] * dhraw[i] for i in range(H)) for k in range(H)]
