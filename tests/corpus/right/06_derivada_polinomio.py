# derivada de um polinômio do terceiro grau
x = 1.3
f = 2*x**3 - 5*x**2 + 4*x - 7
derivada_x = 6*x**2 - 10*x + 4
print("derivada:", derivada_x)
