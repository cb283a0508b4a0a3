import math

logits = [0.3, 1.9, -1.1, 0.8]
t = 2
m = max(logits)
e = [math.exp(v - m) for v in logits]
Z = sum(e)
p = [v / Z for v in e]
loss = m + math.log(Z) - logits[t]

grad_logits = [p[i] - (1 if i == t else 0) for i in range(len(logits))]
