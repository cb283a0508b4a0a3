def poly(c, x):
    if not c:
        return 0.0
    return c[0] + x * poly(c[1:], x)

def poly_dx(c, x):
    if not c:
        return 0.0
    return poly(c[1:], x) + x * poly_dx(c[1:], x)

coef = [2.0, -1.5, 0.25, 3.0]
x = 0.85
value = poly(coef, x)
dx = poly_dx(coef, x)
dcoef = [x ** i for i in range(len(coef))]
