# expect: 14 wrong-mask
# expect: 16 product-rule-unswapped, wrong-variable
a = 1.9
b = -0.4
w = 0.8
r1 = max(0.0, a * w)
r2 = max(0.0, b * w)
f = r1 ** 2 + r1 * r2 + 3 * r2
dr1 = 2 * r1 + r2
dr2 = r1 + 3
dw = 0.0
if a * w > 0:
    dw += dr1 * a
if a > 0:
    dw += dr2 * b
da = dr1 * a if a * w > 0 else 0.0
