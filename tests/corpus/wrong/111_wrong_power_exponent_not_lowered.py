# expect: 6 wrong-power
# derivada de um polinômio
x = 1.4
a, b, c = 0.5, -2.0, 3.0
y = a * x**4 + b * x**2 + c * x
derivada_x = 4 * a * x**3 + 2 * b * x**2 + c
derivada_a = x**4
derivada_b = x**2
derivada_c = x
