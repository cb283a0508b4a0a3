x = 1.3
w = -0.8
b = 2.2
a = w*x + b
if a > 0:
    r = a
else:
    r = 0.0
loss = (r - 0.5)**2

dr = 2*(r - 0.5)
if a > 0:
    da = dr
else:
    da = 0.0
dw = da*x
dx = da*w
db = da
