"""Programs whose parameters are moved out of sight of their loop: in the layers' own methods, in functions that hand new values back."""

from __future__ import annotations

import pytest

from whygrad.checking.check import check
from whygrad.checking.fixing import fixed
from whygrad.checking.report import Diagnosis

DATA = """\
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(24, 4))
Y = np.tanh(X @ rng.normal(size=(4, 2)))
"""
DENSE = """\
class Dense:
    def __init__(self, n_in, n_out):
        self.weights = rng.normal(size=(n_in, n_out)) * 0.4
        self.bias = np.zeros(n_out)
        self.kept = np.zeros((n_in, n_out))
    def forward(self, x):
        self.x = x
        return x @ self.weights + self.bias
    def backward(self, grad, rate):
        weights_gradient = self.x.T @ grad
        input_gradient = grad @ self.weights.T
        self.weights -= rate * weights_gradient
        self.bias -= rate * grad.sum(axis=0)
        return input_gradient
class Tanh:
    def forward(self, x):
        self.a = np.tanh(x)
        return self.a
    def backward(self, grad, rate):
        return grad * (1 - self.a**2)
"""
LOOP = """\
net = [Dense(4, 4), Tanh(), Dense(4, 4), Dense(4, 2)]
for epoch in range(20):
    out = X
    for layer in net:
        out = layer.forward(out)
    loss = np.sum((out - Y) ** 2) / len(Y)
    grad = 2 * (out - Y) / len(Y)
    for layer in reversed(net):
        grad = layer.backward(grad, 0.1)
"""
LAYERS = DATA + DENSE + LOOP
STEP = "        self.weights -= rate * weights_gradient\n"


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def judged(diagnosis: Diagnosis) -> dict[str, str]:
    return {target.with_respect_to: target.verdict for target in diagnosis.targets}


def test_each_layer_moves_its_own_parameters() -> None:
    diagnosis = check(LAYERS)
    assert diagnosis.verdict == "right"
    assert [*judged(diagnosis)] == [f"net[{k}].{name}" for k in (0, 2, 3) for name in ("weights", "bias")]
    shown = {target.with_respect_to: (target.name, target.span.line) for target in diagnosis.targets if target.span is not None}
    assert shown["net[2].weights"] == ("weights_gradient", LAYERS[: LAYERS.index(STEP)].count("\n") + 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("grad * (1 - self.a**2)", "grad * (1 - self.a)"),
        (
            "input_gradient = grad @ self.weights.T",
            "input_gradient = grad @ (self.weights if len(self.weights.T) == 4 else self.weights.T)",
        ),
        ("rate * grad.sum(axis=0)", "rate * grad.mean(axis=0)"),
        ("2 * (out - Y) / len(Y)", "2 * (out - Y)"),
    ],
)
def test_a_mistake_is_found_where_it_is(old: str, new: str) -> None:
    text = changed(LAYERS, (old, new))
    diagnosis = check(text)
    assert diagnosis.verdict == "wrong"
    (finding,) = diagnosis.findings
    assert finding.span.line == text[: text.index(new)].count("\n") + 1
    assert finding.fix is not None
    assert check(fixed(text, diagnosis)).verdict == "right"


def test_a_layer_that_moves_before_it_hands_its_gradient_on() -> None:
    late = "        input_gradient = grad @ self.weights.T\n"
    text = changed(LAYERS, (late + STEP, STEP + late))
    diagnosis = check(text)
    assert diagnosis.verdict == "wrong"
    assert judged(diagnosis)["net[3].weights"] == "right"
    assert check(fixed(text, diagnosis)).verdict == "right"


def test_a_step_the_wrong_way_is_told() -> None:
    diagnosis = check(changed(LAYERS, ("self.bias -= rate", "self.bias += rate")))
    assert diagnosis.verdict == "right"
    assert any("self.bias" in LAYERS.splitlines()[one.span.line - 1] and one.severity == "warning" for one in diagnosis.findings)


@pytest.mark.parametrize(
    "step",
    [
        "        self.weights -= rate * np.clip(weights_gradient, -0.001, 0.001)\n",
        "        norm = np.linalg.norm(weights_gradient)\n"
        "        if norm > 0.001:\n"
        "            weights_gradient = weights_gradient * 0.001 / norm\n" + STEP,
        "        self.weights -= rate * 0.5 * weights_gradient\n",
        "        self.weights *= 1 - rate * 0.01\n" + STEP,
        "        self.weights = self.weights - rate * weights_gradient\n",
    ],
)
def test_what_a_step_does_with_a_gradient_is_not_judged(step: str) -> None:
    diagnosis = check(changed(LAYERS, (STEP, step)))
    assert diagnosis.verdict == "right"
    assert judged(diagnosis)["net[0].weights"] == "right"


@pytest.mark.parametrize(
    "step",
    [
        "        self.kept = 0.9 * self.kept + 0.1 * weights_gradient\n        self.weights -= rate * self.kept\n",
        "        self.kept *= 0.9\n        self.kept += weights_gradient\n        self.weights -= rate * self.kept\n",
        "        self.kept = 0.9 * self.kept - rate * weights_gradient\n        self.weights += self.kept\n",
        "        self.weights -= rate * (weights_gradient + 0.01 * self.weights)\n",
        "        self.kept += weights_gradient**2\n        self.weights -= rate * weights_gradient / (np.sqrt(self.kept) + 1e-8)\n",
    ],
)
def test_a_velocity_is_no_gradient(step: str) -> None:
    diagnosis = check(changed(LAYERS, (STEP, step)))
    assert diagnosis.verdict != "wrong"
    assert "net[0].weights" not in judged(diagnosis)


def test_a_step_made_twice_in_a_turn_is_not_judged() -> None:
    text = changed(
        LAYERS,
        ("        grad = layer.backward(grad, 0.1)\n", "        layer.backward(grad, 0.1)\n        grad = layer.backward(grad, 0.1)\n"),
    )
    assert check(text).verdict != "wrong"


def test_a_number_that_is_printed_only_is_no_loss() -> None:
    text = changed(LAYERS, ("loss = np.sum((out - Y) ** 2) / len(Y)", "error = np.mean((1 / (1 + np.exp(-out)) - Y) ** 2)"))
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert "sum((out - Y) ** 2)" in diagnosis.assumptions[0].english()


NIELSEN = """\
import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
class Network:
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]
    def SGD(self, training_data, epochs, size, eta):
        for j in range(epochs):
            for mini_batch in [training_data[k : k + size] for k in range(0, len(training_data), size)]:
                self.update_mini_batch(mini_batch, eta)
    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]
    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation, activations, zs = x, [x], []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = self.cost_derivative(activations[-1], y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].T)
        for l in range(2, self.num_layers):
            sp = sigmoid_prime(zs[-l])
            delta = np.dot(self.weights[-l + 1].T, delta) * sp
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].T)
        return nabla_b, nabla_w
    def cost_derivative(self, output_activations, y):
        return output_activations - y
np.random.seed(0)
data = [(np.random.randn(5, 1), np.eye(3)[:, [k % 3]]) for k in range(12)]
Network([5, 4, 3]).SGD(data, 2, 4, 3.0)
"""


def test_lists_of_parameters_that_a_method_makes_anew() -> None:
    diagnosis = check(NIELSEN)
    assert diagnosis.verdict == "right"
    assert [*judged(diagnosis)] == ["self.biases[0]", "self.biases[1]", "self.weights[0]", "self.weights[1]"]
    assert {target.name for target in diagnosis.targets} == {"nabla_b[0]", "nabla_b[1]", "nabla_w[0]", "nabla_w[1]"}
    assert "sum((output_activations - y) ** 2)" in diagnosis.assumptions[0].english()


def test_a_derivative_that_is_left_out_on_the_way_back() -> None:
    text = changed(NIELSEN, (".T, delta) * sp", ".T, delta)"))
    diagnosis = check(text)
    assert diagnosis.verdict == "wrong"
    assert judged(diagnosis) == {
        "self.biases[0]": "wrong",
        "self.biases[1]": "right",
        "self.weights[0]": "wrong",
        "self.weights[1]": "right",
    }
    assert diagnosis.findings[0].fix is not None
    assert "* sp" in diagnosis.findings[0].fix.edits[0].replacement


LINE = """\
import numpy as np
def error_of(b, m, points):
    return np.mean([(y - (m * x + b)) ** 2 for x, y in points])
def step_gradient(b_current, m_current, points, learning_rate):
    b_gradient = 0
    m_gradient = 0
    N = float(len(points))
    for x, y in points:
        b_gradient += -(2 / N) * (y - (m_current * x + b_current))
        m_gradient += -(2 / N) * x * (y - (m_current * x + b_current))
    new_b = b_current - (learning_rate * b_gradient)
    new_m = m_current - (learning_rate * m_gradient)
    return [new_b, new_m]
rng = np.random.default_rng(0)
points = rng.normal(size=(15, 2))
b = 0
m = 0
for i in range(10):
    b, m = step_gradient(b, m, points, 0.05)
"""


def test_new_values_that_a_function_hands_back() -> None:
    diagnosis = check(LINE)
    assert diagnosis.verdict == "right"
    assert judged(diagnosis) == {"b": "right", "m": "right"}
    text = changed(LINE, ("-(2 / N) * x * (y", "-(2 / N) * (y"))
    diagnosis = check(text)
    assert judged(diagnosis) == {"b": "right", "m": "wrong"}
    assert check(fixed(text, diagnosis)).verdict == "right"


def test_the_loss_after_a_step_is_that_of_the_parameters_before_it() -> None:
    diagnosis = check(LINE + "    cost = error_of(b, m, points)\n")
    assert diagnosis.verdict == "right"
    assert judged(diagnosis) == {"b": "right", "m": "right"}
    assert diagnosis.assumptions == ()
    assert check(changed(LINE, ("b_gradient += -", "b_gradient += ")) + "    cost = error_of(b, m, points)\n").verdict == "wrong"


CHAIN = """\
import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class Network:
    def __init__(self):
        self.w1, self.w2, self.w3 = 0.5, -0.3, 0.8
    def train(self, data, targets, learn_rate):
        for epoch in range(20):
            for x, y in zip(data, targets):
                h = sigmoid(self.w1 * x[0] + self.w2 * x[1])
                p = sigmoid(self.w3 * h)
                d_L_d_p = -2 * (y - p)
                d_p_d_w3 = h * p * (1 - p)
                d_p_d_h = self.w3 * p * (1 - p)
                d_h_d_w1 = x[0] * h * (1 - h)
                d_h_d_w2 = x[1] * h * (1 - h)
                self.w1 -= learn_rate * d_L_d_p * d_p_d_h * d_h_d_w1
                self.w2 -= learn_rate * d_L_d_p * d_p_d_h * d_h_d_w2
                self.w3 -= learn_rate * d_L_d_p * d_p_d_w3
            loss = np.mean([(y - sigmoid(self.w3 * sigmoid(self.w1 * x[0] + self.w2 * x[1]))) ** 2 for x, y in zip(data, targets)])
Network().train(np.array([[-2, -1], [2.5, 0.6], [1.7, 0.4], [-1.5, -0.6]]), np.array([1, 0, 0, 1]), 0.1)
"""


def test_a_step_along_a_chain_of_factors() -> None:
    diagnosis = check(CHAIN)
    assert diagnosis.verdict == "right"
    assert judged(diagnosis) == {"self.w1": "right", "self.w2": "right", "self.w3": "right"}
    text = changed(CHAIN, ("d_h_d_w2 = x[1]", "d_h_d_w2 = x[0]"))
    diagnosis = check(text)
    assert judged(diagnosis) | {"self.w1": "right", "self.w2": "wrong", "self.w3": "right"} == judged(diagnosis)
    assert check(fixed(text, diagnosis)).verdict == "right"


IMAGES = """\
import numpy as np
rng = np.random.default_rng(0)
images = rng.integers(0, 256, size=(6, 4, 4))
labels = rng.integers(0, 3, size=6)
class Pool:
    def forward(self, image):
        self.image = image
        self.out = image.reshape(2, 2, 2, 2).max(axis=(1, 3))
        return self.out
    def backprop(self, d_out):
        big = np.repeat(np.repeat(self.out, 2, 0), 2, 1)
        return np.where(self.image == big, np.repeat(np.repeat(d_out, 2, 0), 2, 1), 0)
class Conv:
    def __init__(self):
        self.scale = rng.normal(size=(4, 4)) / 9
    def forward(self, image):
        self.last_input = image
        return image * self.scale
    def backprop(self, d_out, rate):
        self.scale -= rate * d_out * self.last_input
class Softmax:
    def __init__(self):
        self.weights = rng.normal(size=(4, 3)) / 4
        self.biases = np.zeros(3)
    def forward(self, x):
        self.shape, self.x = x.shape, x.flatten()
        exp = np.exp(self.x @ self.weights + self.biases)
        self.p = exp / exp.sum()
        return self.p
    def backprop(self, d_out, rate):
        for i, gradient in enumerate(d_out):
            if gradient == 0:
                continue
            d_t = -gradient * self.p[i] * self.p
            d_t[i] += gradient * self.p[i]
            d_inputs = self.weights @ d_t
            self.weights -= rate * np.outer(self.x, d_t)
            self.biases -= rate * d_t
            return d_inputs.reshape(self.shape)
conv, pool, softmax = Conv(), Pool(), Softmax()
def train(im, label, rate=0.005):
    out = softmax.forward(pool.forward(conv.forward(im / 255 - 0.5)))
    loss = -np.log(out[label])
    gradient = np.zeros(3)
    gradient[label] = -1 / out[label]
    gradient = softmax.backprop(gradient, rate)
    conv.backprop(pool.backprop(gradient), rate)
    return loss, np.argmax(out) == label
for epoch in range(2):
    loss = 0
    for im, label in zip(images, labels):
        l, correct = train(im, label)
        loss += l
"""


def test_a_function_that_trains_on_one_example() -> None:
    diagnosis = check(IMAGES)
    assert diagnosis.verdict == "right"
    assert judged(diagnosis) == {"conv.scale": "right", "softmax.weights": "right", "softmax.biases": "right"}
    text = changed(IMAGES, ("-1 / out[label]", "1 / out[label]"))
    assert check(text).verdict == "wrong"


def test_draws_that_only_methods_make_are_the_same_in_both_passes() -> None:
    drop = """\
class Dropout:
    def forward(self, x):
        self.mask = (rng.random(x.shape) > 0.3) / 0.7
        return x * self.mask
    def backward(self, grad, rate):
        return grad * self.mask
class Net:
    def __init__(self, *layers):
        self.layers = layers
    def fit(self, X, Y):
        for epoch in range(5):
            out = X
            for layer in self.layers:
                out = layer.forward(out)
            loss = np.mean((out - Y) ** 2)
            grad = 2 * (out - Y) / out.size
            for layer in reversed(self.layers):
                grad = layer.backward(grad, 0.1)
"""
    diagnosis = check(DATA + DENSE + drop + "Net(Dense(4, 4), Dropout(), Dense(4, 2)).fit(X, Y)\n")
    assert diagnosis.verdict == "right"
    assert len(diagnosis.targets) == 4


LISTS = """\
from math import exp
from random import random, seed
seed(1)
def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            activation = neuron["weights"][-1]
            for i in range(len(neuron["weights"]) - 1):
                activation += neuron["weights"][i] * inputs[i]
            neuron["output"] = 1.0 / (1.0 + exp(-activation))
            new_inputs.append(neuron["output"])
        inputs = new_inputs
    return inputs
def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = []
        for j in range(len(layer)):
            if i == len(network) - 1:
                errors.append(layer[j]["output"] - expected[j])
            else:
                errors.append(sum(neuron["weights"][j] * neuron["delta"] for neuron in network[i + 1]))
        for j in range(len(layer)):
            layer[j]["delta"] = errors[j] * layer[j]["output"] * (1.0 - layer[j]["output"])
def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row[:-1] if i == 0 else [neuron["output"] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron["weights"][j] -= l_rate * neuron["delta"] * inputs[j]
            neuron["weights"][-1] -= l_rate * neuron["delta"]
network = [[{"weights": [random() for i in range(4)]} for i in range(3)], [{"weights": [random() for i in range(4)]} for i in range(3)]]
dataset = [[random(), random(), random(), k % 3] for k in range(6)]
for epoch in range(3):
    sum_error = 0
    for row in dataset:
        outputs = forward_propagate(network, row[:-1])
        expected = [1 if k == row[-1] else 0 for k in range(3)]
        sum_error += sum((expected[k] - outputs[k]) ** 2 for k in range(3))
        backward_propagate_error(network, expected)
        update_weights(network, row, 0.5)
"""


def test_a_network_of_plain_lists() -> None:
    diagnosis = check(LISTS)
    assert diagnosis.verdict == "right"
    assert len(diagnosis.targets) == 24
    assert judged(diagnosis)["network[1][2]['weights'][3]"] == "right"
    assert check(changed(LISTS, (' * (1.0 - layer[j]["output"])', ""))).verdict == "wrong"


def test_a_half_in_a_loss_that_is_only_kept_after_the_step() -> None:
    text = """\
import numpy as np
class Regression:
    def fit(self, X, y):
        self.weights, self.bias, self.losses = np.zeros(3), 0, []
        for epoch in range(10):
            self.step(X, y)
            self.losses.append(self.mse(X, y))
    def mse(self, X, y):
        return np.mean((X @ self.weights + self.bias - y) ** 2)
    def step(self, X, y):
        error = X @ self.weights + self.bias - y
        dw = (1 / len(y)) * X.T @ error
        db = (1 / len(y)) * np.sum(error)
        self.weights -= 0.1 * dw
        self.bias -= 0.1 * db
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
Regression().fit(X, X @ np.array([1.0, -2.0, 0.5]) + 0.3)
"""
    diagnosis = check(text)
    assert diagnosis.verdict == "right"
    assert judged(diagnosis) == {"self.weights": "right", "self.bias": "right"}
    assert check(text.replace("(1 / len(y)) * X.T", "X.T")).verdict == "wrong"
