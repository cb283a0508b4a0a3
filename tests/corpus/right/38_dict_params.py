params = {"w": 0.9, "b": -1.1}
x, t = 1.3, 0.4
pred = params["w"] * x + params["b"]
loss = (pred - t) ** 2
grads = {}
dpred = 2 * (pred - t)
grads["w"] = dpred * x
grads["b"] = dpred
for k in params:
    params[k] -= 0.1 * grads[k]
