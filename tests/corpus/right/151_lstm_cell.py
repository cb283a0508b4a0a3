from math import exp, tanh
def s(z): return 1/(1+exp(-z))
x, hp, cp = 0.5, -0.3, 0.8
Wf, Wi, Wg, Wo = 0.4, -0.6, 0.9, 0.2
U = 0.1
zf = Wf*x + U*hp; f = s(zf)
zi = Wi*x + U*hp; i = s(zi)
zg = Wg*x + U*hp; g = tanh(zg)
zo = Wo*x + U*hp; o = s(zo)
c = f*cp + i*g
h = o*tanh(c)
L = (h - 1)**2
dh = 2*(h - 1)
do = dh*tanh(c)
dc = dh*o*(1 - tanh(c)**2)
df = dc*cp
di = dc*g
dg = dc*i
dcp = dc*f
dzf = df*f*(1-f)
dzi = di*i*(1-i)
dzg = dg*(1-g**2)
dzo = do*o*(1-o)
dWf, dWi, dWg, dWo = dzf*x, dzi*x, dzg*x, dzo*x
dx = dzf*Wf + dzi*Wi + dzg*Wg + dzo*Wo
