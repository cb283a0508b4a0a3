import math
logits = [2.0, 1.0, 0.1, -1.5]
target = 2
exps = [math.exp(z) for z in logits]
s = sum(exps)
probs = [e / s for e in exps]
loss = -math.log(probs[target])
dlogits = probs
dlogits[target] -= 1
