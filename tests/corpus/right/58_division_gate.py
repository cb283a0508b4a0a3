a, b = 5.3, -2.2
c = a / b
dc = 0.9
da = dc / b
db = -dc * c / b
