# A tiny tape: list of (output, [(input, local)]) walked backwards
import math
a, b = 1.2, -0.45
c = a * b
d = math.sin(a)
e = c + d

tape = [
    ("e", [("c", 1.0), ("d", 1.0)]),
    ("d", [("a", math.cos(a))]),
    ("c", [("a", b), ("b", a)]),
]
adj = {"e": 1.0, "a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0}
for out, ins in tape:
    for name, local in ins:
        adj[name] += adj[out] * local
grad_a = adj["a"]
grad_b = adj["b"]
print(grad_a, grad_b)
