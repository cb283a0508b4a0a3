import math
params = {'W': [0.2, -0.4], 'b': 0.1}
x = [1.5, 0.5]
y = 0.3
z = params['W'][0] * x[0] + params['W'][1] * x[1] + params['b']
a = math.tanh(z)
loss = 0.5 * (a - y) ** 2
da = a - y
dz = da * (1 - a ** 2)
grads = {'dW': [dz * x[0], dz * x[1]], 'db': dz}
