import math
parameters = {'W1': [[0.1, -0.3], [0.5, 0.2]], 'b1': [0.0, 0.1], 'W2': [0.7, -0.4], 'b2': 0.05}
X = [1.0, -2.0]
Y = 1.0
Z1 = [sum(w * x for w, x in zip(r, X)) + b for r, b in zip(parameters['W1'], parameters['b1'])]
A1 = [math.tanh(z) for z in Z1]
Z2 = sum(w * a for w, a in zip(parameters['W2'], A1)) + parameters['b2']
A2 = 1 / (1 + math.exp(-Z2))
cost = -(Y * math.log(A2) + (1 - Y) * math.log(1 - A2))
dZ2 = A2 - Y
grads = {}
grads['dW2'] = [dZ2 * a for a in A1]
grads['db2'] = dZ2
dZ1 = [dZ2 * w * (1 - a ** 2) for w, a in zip(parameters['W2'], A1)]
grads['dW1'] = [[d * x for x in X] for d in dZ1]
grads['db1'] = dZ1
