import math
logits = [2.0, 1.0, 0.1]
target = 0
m = max(logits)
exps = [math.exp(z - m) for z in logits]
s = sum(exps)
probs = [e / s for e in exps]
loss = -math.log(probs[target])
dlogits = probs[:]
dlogits[target] -= 1
print("loss", loss)
print("grad", dlogits)
