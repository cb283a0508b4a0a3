import math
params = {"w1": 0.5, "w2": -1.0, "b": 0.1}
x1, x2, t = 1.0, 2.0, 0.0
z = params["w1"] * x1 + params["w2"] * x2 + params["b"]
p = 1 / (1 + math.exp(-z))
loss = -(t * math.log(p) + (1 - t) * math.log(1 - p))
grads = {}
grads["w1"] = (p - t) * x1
grads["w2"] = (p - t) * x2
grads["b"] = p - t
for k in params:
    params[k] -= 0.1 * grads[k]
