# local gradients first, then the chain
x = 1.35
w = 0.75
s = w * x
f = s ** 3
dfds = 3 * s ** 2
dsdw = x
dsdx = w
dfdw = dfds * dsdw
dfdx = dfds * dsdx
