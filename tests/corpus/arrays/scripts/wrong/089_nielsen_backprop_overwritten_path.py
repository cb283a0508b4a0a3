# expect: 29 overwritten-path
import numpy as np

class Network(object):
    def __init__(self, sizes, seed=0):
        rs = np.random.RandomState(seed)
        self.sizes = sizes
        self.biases = [rs.randn(y, 1) for y in sizes[1:]]
        self.weights = [rs.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def cost(self, batch):
        total = 0.0
        for x, y in batch:
            a = x
            for b, w in zip(self.biases, self.weights):
                a = sigmoid(np.dot(w, a) + b)
            total += 0.5 * np.linalg.norm(a - y) ** 2
        return total

    def gradients(self, batch):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in batch:
            activations, zs = [x], []
            for b, w in zip(self.biases, self.weights):
                zs.append(np.dot(w, activations[-1]) + b)
                activations.append(sigmoid(zs[-1]))
            delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
            nabla_b[-1] = delta
            nabla_w[-1] += np.dot(delta, activations[-2].T)
            for l in range(2, len(self.sizes)):
                delta = np.dot(self.weights[-l+1].T, delta) * sigmoid_prime(zs[-l])
                nabla_b[-l] += delta
                nabla_w[-l] += np.dot(delta, activations[-l-1].T)
        return nabla_b, nabla_w

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))

rs = np.random.RandomState(1)
data = [(rs.randn(4, 1), rs.randint(0, 2, (2, 1))) for _ in range(12)]
net = Network([4, 4, 2])
eta = 0.5
for epoch in range(60):
    loss = net.cost(data)
    nabla_b, nabla_w = net.gradients(data)
    net.weights = [w - eta / len(data) * nw for w, nw in zip(net.weights, nabla_w)]
    net.biases = [b - eta / len(data) * nb for b, nb in zip(net.biases, nabla_b)]
    if epoch % 20 == 0:
        print("Epoch {}: {:.4f}".format(epoch, loss / len(data)))
