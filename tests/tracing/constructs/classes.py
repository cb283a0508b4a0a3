"""Classes: parameters and caches in attributes, inheritance, properties, __call__, operators."""

from __future__ import annotations

import abc

import numpy as np

from tests.tracing.constructs.case import case, positive, real, small
from tests.tracing.constructs.helpers import Scaler


class Layer:
    def __init__(self, sizes, seed=0):
        rng = np.random.RandomState(seed)
        self.params = {"W": rng.randn(*sizes) * 0.5, "b": np.zeros(sizes[1])}
        self.grads = {}
        self.cache = None

    def forward(self, x):
        self.cache = x
        return x.dot(self.params["W"]) + self.params["b"]

    def backward(self, dout):
        self.grads["W"] = self.cache.T.dot(dout)
        self.grads["b"] = dout.sum(axis=0)
        return dout.dot(self.params["W"].T)


class Activation(abc.ABC):
    @abc.abstractmethod
    def f(self, x): ...

    def __call__(self, x):
        self.out = self.f(x)
        return self.out


class Tanh(Activation):
    def f(self, x):
        return np.tanh(x)

    def backward(self, dout):
        return dout * (1 - self.out**2)


class Leaky(Activation):
    slope = 0.1

    def __init__(self, slope=None):
        super().__init__()
        if slope is not None:
            self.slope = slope

    def f(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, self.slope * x)


@case(real(2, 3), factory=True)
def forward_of_a_layer():
    return Layer((3, 4)).forward


@case(real(2, 3), factory=True)
def forward_and_backward_of_a_layer():
    layer = Layer((3, 4))

    def run(x):
        out = layer.forward(x)
        dx = layer.backward(2 * out)
        return out, dx, layer.grads["W"], layer.grads["b"]

    return run


@case(small(3, 2), small(2), real(4, 3))
def parameters_set_from_outside(w, b, x):
    layer = Layer((3, 2))
    layer.params["W"], layer.params["b"] = w, b
    return np.sum(layer.forward(x) ** 2)


@case({"W": small(3, 2), "b": small(2)}, real(4, 3))
def parameters_replaced_as_a_dict(params, x):
    layer = Layer((3, 2))
    layer.params = params
    return Tanh()(layer.forward(x))


@case(real(2, 3))
def inherited_and_called(x):
    a, b = Tanh(), Leaky(0.2)
    return a(x) * b(x) + Leaky()(a.out) + a.backward(b.mask * 1.0)


@case(real(2, 3))
def a_list_of_layers(x):
    layers = [Layer((3, 4), 1), Tanh(), Layer((4, 2), 2), Leaky()]
    for layer in layers:
        x = layer.forward(x) if hasattr(layer, "forward") else layer(x)
    return x


@case(real(3), factory=True)
def object_called():
    return Scaler(np.array([1.0, 2.0, 3.0]))


@case(real(3), real(3))
def augmented_attributes(x, g):
    class Model:
        pass

    m = Model()
    m.b = np.zeros(3)
    m.w = x
    m.count = 0
    for _ in range(2):
        m.b += g * m.w
        m.w -= 0.1 * g
        m.count += 1
    m.b[0] += m.count
    return m.b * m.w


@case(real(3), real(3))
def attributes_of_numbers(x, g):
    class Meter:
        total = 0.0
        n = 0

        def add(self, v):
            self.total += v
            self.n += 1

        @property
        def average(self):
            return self.total / self.n

    meter = Meter()
    for a, b in zip(x, g, strict=True):
        meter.add(a * b)
    return meter.average


@case(real(4))
def properties_and_static_methods(x):
    class Gaussian:
        def __init__(self, values):
            self._values = values
            self._scale = 1.0

        @property
        def mean(self):
            return self._values.mean()

        @property
        def scale(self):
            return self._scale

        @scale.setter
        def scale(self, value):
            self._scale = value**2

        @staticmethod
        def normaliser(s):
            return 1 / np.sqrt(2 * np.pi * s)

        @classmethod
        def of(cls, values):
            return cls(values * 2)

    g = Gaussian.of(x)
    g.scale = x[0]
    return g.mean * g.normaliser(g.scale)


@case(real(3))
def operators_of_a_class(x):
    class Value:
        def __init__(self, data):
            self.data = data

        def __add__(self, other):
            return Value(self.data + (other.data if isinstance(other, Value) else other))

        __radd__ = __add__

        def __mul__(self, other):
            return Value(self.data * other.data)

        def __getitem__(self, k):
            return Value(self.data[k])

        def __len__(self):
            return len(self.data)

        def __iter__(self):
            return (Value(v) for v in self.data)

        def __bool__(self):
            return bool(np.all(self.data != 0))

        def __eq__(self, other):
            return self is other

        __hash__ = object.__hash__

    v = Value(x)
    out = (v + 1) * v + 2
    total = sum(out)
    return total.data * len(v) if out and v == v else 0


@case(1.5, -0.5)
def small_autograd_engine(a, b):
    class Node:
        def __init__(self, data, parents=()):
            self.data = data
            self.grad = 0.0
            self.parents = parents
            self.back = lambda: None

        def __mul__(self, other):
            out = Node(self.data * other.data, (self, other))

            def back():
                self.grad += other.data * out.grad
                other.grad += self.data * out.grad

            out.back = back
            return out

        def __add__(self, other):
            out = Node(self.data + other.data, (self, other))

            def back():
                self.grad += out.grad
                other.grad += out.grad

            out.back = back
            return out

    x, y = Node(a), Node(b)
    z = x * y + x
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(z)
    z.grad = 1.0
    for node in reversed(order):
        node.back()
    return z.data, x.grad, y.grad


@case(positive(3))
def context_manager_and_iterator(x):
    class Scaled:
        def __init__(self, v):
            self.v = v

        def __enter__(self):
            return self.v * 2

        def __exit__(self, *_):
            return False

    class Halves:
        def __init__(self, v):
            self.v, self.k = v, 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.k == 3:
                raise StopIteration
            self.k += 1
            self.v = self.v / 2
            return self.v

    with Scaled(x) as y:
        return sum(Halves(y)) * y


@case(real(3), factory=True)
def counter_kept_between_calls():
    class Model:
        def __init__(self):
            self.calls = 0
            self.last = np.zeros(3)

        def loss(self, x):
            self.calls += 1
            out = np.sum(x**2 + self.last) * self.calls
            self.last = x * 0.5
            return out

    return Model().loss


@case(real(4, 3), factory=True)
def running_statistics_in_an_object():
    class BatchNorm:
        def __init__(self):
            self.mean, self.var, self.training = np.zeros(3), np.ones(3), True

        def __call__(self, x):
            if self.training:
                mu, var = x.mean(axis=0), x.var(axis=0)
                self.mean = 0.9 * self.mean + 0.1 * mu
                self.var *= 0.9
                self.var += 0.1 * var
            return (x - self.mean) / np.sqrt(self.var + 1e-5)

    return BatchNorm()


@case(real(3), factory=True)
def buffer_written_in_an_object():
    class Memory:
        def __init__(self):
            self.buffer = np.zeros((2, 3))
            self.k = 0

        def push(self, x):
            self.buffer[self.k % 2] = x
            self.k += 1
            return self.buffer.sum(axis=0) * x

    return Memory().push


@case(small(3, 2), small(2), factory=True)
def parameters_walked_by_name():
    names = ["w", "b"]
    x = np.array([[0.5, -1.0, 2.0]])

    def loss(*values):
        params = dict(zip(names, values, strict=True))
        for name in sorted(params):
            params[name] = params[name] * 0.9
        return np.sum(np.tanh(x @ params["w"] + params["b"])) + 0.5 * sum(np.sum(p**2) for p in params.values())

    return loss
