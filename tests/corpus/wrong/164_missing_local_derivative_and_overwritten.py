# expect: 11 missing-local-derivative
# expect: 14 overwritten-path
import math
x = 0.72
y = 1.31
s = math.sin(x)
e = math.exp(x * y)
f = s * e + y ** 2
ds = e
de = s
dx = ds
dx += de * e * y
dy = 2 * y
dy = de * e * x
print(f"{dx} {dy}")
