# expect: 7 wrong-index
w = [0.6, -1.3, 2.2]
x = [1.5, 0.4, -0.9]
s = w[0]*x[0] + w[1]*x[1] + w[2]*x[2]
f = s**2
ds = 2*s
dx = [w[0]*ds, w[2]*ds, w[2]*ds]
dw = [x[0]*ds, x[1]*ds, x[2]*ds]
