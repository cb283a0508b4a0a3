# expect: 10 constant-factor
# média de dois números
a = 4.3
b = 1.6
média = (a + b) / 2
y = média * média * média
dy = 1.0
d_média = 3 * média**2 * dy
da = d_média / 2
db = d_média
