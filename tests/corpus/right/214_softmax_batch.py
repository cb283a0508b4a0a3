import math
logits = [[1.0, 2.0, -1.0], [0.5, -0.3, 0.8]]
labels = [1, 2]
N = len(logits)
probs = []
for row in logits:
    mx = max(row)
    e = [math.exp(v - mx) for v in row]
    s = sum(e)
    probs.append([v / s for v in e])
loss = -sum(math.log(probs[i][labels[i]]) for i in range(N)) / N
dlogits = [[p for p in row] for row in probs]
for i in range(N):
    dlogits[i][labels[i]] -= 1
    for j in range(3):
        dlogits[i][j] /= N
