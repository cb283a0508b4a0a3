# expect: 8 sign
# expect: 10/11 updated-before-use
x, t = 0.7, 1.9
v, w = 1.2, -0.5
u = w * x
o = v * u
loss = 0.5 * (t - o) ** 2
do = t - o
dv = do * u
v -= 0.2 * dv
du = do * v
dw = du * x
w -= 0.2 * dw
