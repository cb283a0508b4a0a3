from typing import List, Tuple

Vector = List[float]

def dot(a: Vector, b: Vector) -> float:
    return sum(p * q for p, q in zip(a, b))

def dot_backward(dout: float, a: Vector, b: Vector) -> Tuple[Vector, Vector]:
    da = [dout * q for q in b]
    db = [dout * p for p in a]
    return da, db

a: Vector = [1.5, -0.5, 2.0]
b: Vector = [0.3, 0.8, -1.1]
out: float = dot(a, b)
da, db = dot_backward(1.0, a, b)
