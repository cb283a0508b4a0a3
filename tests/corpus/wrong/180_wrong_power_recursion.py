# expect: 11 wrong-power
# value and slope of c0 + c1 x + c2 x^2 + ... by recursion
def value(c, x, k=0):
    if k == len(c):
        return 0.0
    return c[k] * x ** k + value(c, x, k + 1)

def slope(c, x, k=1):
    if k >= len(c):
        return 0.0
    return k * c[k] * x ** k + slope(c, x, k + 1)

c = [1.5, -0.7, 0.4, 0.2]
x = 1.35
p = value(c, x)
dx = slope(c, x)
print(p, dx)
