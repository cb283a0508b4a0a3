import math
v = [3.1, -1.2, 0.7]
norm = math.sqrt(sum(t*t for t in v))
v_grad = [t / norm for t in v]
