x = 2.5
y = x ** 3
dx = 3 * x ** 2
print("%.4f" % dx, "{:.2f}".format(y), round(dx, 3), int(x), str(x), sorted([x, y]))
d = {"x": x, "dx": dx}
assert isinstance(x, float)
