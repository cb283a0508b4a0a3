# expect: 12 overwritten-path
# accumulate gradients in a dict
import math
a, b = 0.55, 1.25
c = math.sin(a) * b
d = a * b
out = c * d
grads = {"a": 0.0, "b": 0.0}
grads["a"] += d * math.cos(a) * b
grads["b"] += d * math.sin(a)
grads["a"] += c * b
grads["b"] = c * a
