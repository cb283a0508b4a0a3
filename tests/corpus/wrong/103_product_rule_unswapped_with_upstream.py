# expect: 9 product-rule-unswapped
import math
r = 0.75
s = 1.65
p = math.sin(r)
q = math.cos(s)
out = p * q
dout = -1.8
dp = dout * p
dq = dout * p
dr = dp * math.cos(r)
ds = dq * -math.sin(s)
