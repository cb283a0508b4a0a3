# multiclass hinge loss on a list of scores, delta = margin
scores = [2.2, 1.9, -0.7, 2.6]
y = 0
delta = 1.0

loss = 0.0
for j in range(4):
    if j == y:
        continue
    loss += max(0.0, scores[j] - scores[y] + delta)

dscores = [0.0, 0.0, 0.0, 0.0]
for j in range(4):
    if j == y:
        continue
    if scores[j] - scores[y] + delta > 0:
        dscores[j] += 1
        dscores[y] -= 1
