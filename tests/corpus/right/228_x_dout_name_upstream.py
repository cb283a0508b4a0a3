upstream = 2.5
x, w = 1.0, -3.0
out = x * w
dout = upstream
dx = dout * w
dw = dout * x
