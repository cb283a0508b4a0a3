# expect: 9 missing-upstream
x = 1.2
w = 1.9
a = w * x
r = max(0.0, a)
L = (r - 4) ** 2
dr = 2 * (r - 4)
if a > 0:
    da = 1.0
else:
    da = 0.0
dw = da * x
dx = da * w
