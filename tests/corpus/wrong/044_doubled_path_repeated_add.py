# expect: 11 doubled-path
x = 2.3
y = 0.9
a = x + y
b = x * y
f = a * b
da = b
db = a
dx = da + db * y
dy = da + db * x
dy += da
