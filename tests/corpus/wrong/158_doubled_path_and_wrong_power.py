# expect: 10 wrong-power
# expect: 11 doubled-path
x = 1.15
k = 0.65
a = k * x
b = k + x ** 2
f = a * b
da = b
db = a
dx = da * k + db * 2 * x ** 2
dk = da * x + db + da * x
