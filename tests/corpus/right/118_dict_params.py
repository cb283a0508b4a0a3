import math
params = {'W': [0.2, -0.4], 'b': 0.1}
x = [1.5, 0.5]
y = 1.0
def forward(params, x):
    z = sum(w * xi for w, xi in zip(params['W'], x)) + params['b']
    a = 1 / (1 + math.exp(-z))
    return a, {'z': z, 'a': a}
def backward(params, x, y, cache):
    a = cache['a']
    dz = a - y
    grads = {}
    grads['W'] = [dz * xi for xi in x]
    grads['b'] = dz
    return grads
a, cache = forward(params, x)
loss = -(y * math.log(a) + (1 - y) * math.log(1 - a))
grads = backward(params, x, y, cache)
