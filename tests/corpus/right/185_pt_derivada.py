from math import sin, cos
x = 1.2
y = 0.4
produto = x * y
seno = sin(produto)
resultado = seno + x ** 2
derivada_seno = 1
derivada_produto = derivada_seno * cos(produto)
derivada_x = derivada_produto * y + 2 * x
derivada_y = derivada_produto * x
