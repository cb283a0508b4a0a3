import math

def sig(v):
    return 1 / (1 + math.exp(-v))

x, h_prev, c_prev = 0.6, -0.3, 0.9
wf, wi, wo, wg = 0.5, -0.8, 1.2, 0.7

f = sig(wf * x + h_prev)
i = sig(wi * x + h_prev)
o = sig(wo * x + h_prev)
g = math.tanh(wg * x + h_prev)
c = f * c_prev + i * g
tc = math.tanh(c)
h = o * tc

dh = 1.0
do = dh * tc
dtc = dh * o
dc = dtc * (1 - tc ** 2)
df = dc * c_prev
dc_prev = dc * f
di = dc * g
dg = dc * i
# through the squashing
af = df * f * (1 - f)
ai = di * i * (1 - i)
ao = do * o * (1 - o)
ag = dg * (1 - g * g)
dwf, dwi, dwo, dwg = af * x, ai * x, ao * x, ag * x
dx = af * wf + ai * wi + ao * wo + ag * wg
dh_prev = af + ai + ao + ag
