# expect: 4 near-miss
a = 1.4
b = 2.2
n = a ** 2 + b ** 2
da = a / n
db = b / n
