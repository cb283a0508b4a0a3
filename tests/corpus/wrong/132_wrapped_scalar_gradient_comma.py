# expect: 9 wrapped-scalar
import math
u = 0.55
v = 1.45
w = -0.8
t = u * v + w ** 2
k = math.log(t)
d_k = 1.0
d_t = d_k / t,
d_u = d_t * v
d_v = d_t * u
d_w = d_t * 2 * w
