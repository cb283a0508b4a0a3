d = 1.25
g = -0.6
out = d * g + g ** 2
dd = g
dg = d + 2 * g
print("out:", out)
