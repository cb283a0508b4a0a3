params = {"a": 2.0, "b": -1.0}
loss = params["a"] ** 2 + 3 * params["b"] ** 2
grads = {"a": 2 * params["a"], "b": 6 * params["b"]}
params = {k: v - 0.1 * grads[k] for k, v in params.items()}
