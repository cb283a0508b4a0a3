import math

scores = [1.2, -0.4, 2.1]
label = 1

exps = [math.exp(s) for s in scores]
total = sum(exps)
probs = [e / total for e in exps]
loss = -math.log(probs[label])

# gradient on the scores: p - 1 at the right class
dscores = list(probs)
dscores[label] -= 1
print("loss", loss, "grads", dscores)
