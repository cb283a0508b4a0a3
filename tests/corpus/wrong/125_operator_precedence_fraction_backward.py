# expect: 6 operator-precedence
a = 2.7
b = 1.3
c = 0.6
f = a / (b + c)
da = 1 / b + c
db = -a / (b + c) ** 2
dc = -a / (b + c) ** 2
