import random
random.seed(0)
w = 0.1
b = 0.0
dados = [(1.0, 3.1), (2.0, 4.9), (3.0, 7.2)]
taxa = 0.01
for epoca in range(30):
    for x, y in dados:
        previsao = w * x + b
        erro = previsao - y
        custo = erro ** 2
        dw = 2 * erro * x
        db = 2 * erro
        w -= taxa * dw
        b -= taxa * db
print(w, b)
