# expect: 15 product-rule-unswapped
import math
c_prev, x = 0.7, 1.2
wf, wi, wg = 0.4, -0.9, 1.5
f = 1 / (1 + math.exp(-wf * x))
i = 1 / (1 + math.exp(-wi * x))
g = math.tanh(wg * x)
c = f * c_prev + i * g
y = math.tanh(c)

dy = 1.0
dc = dy * (1 - y ** 2)
df = dc * c_prev
dc_prev = dc * f
di = dc * i
dg = dc * i
dwf = df * f * (1 - f) * x
dwi = di * i * (1 - i) * x
dwg = dg * (1 - g ** 2) * x
dx = df * f * (1 - f) * wf + di * i * (1 - i) * wi + dg * (1 - g ** 2) * wg
