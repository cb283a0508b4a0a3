x = -1.3
if x > 0:
    f = x ** 2
    dx = 2 * x
else:
    f = -x ** 3
    dx = -3 * x ** 2
