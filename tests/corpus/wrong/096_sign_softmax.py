# expect: 7 sign
import math
logit = [0.4, 1.8]
Z = math.exp(logit[0]) + math.exp(logit[1])
p = [math.exp(v) / Z for v in logit]
loss = -math.log(p[0])
dlogit = [p[0] - 1, -p[1]]
