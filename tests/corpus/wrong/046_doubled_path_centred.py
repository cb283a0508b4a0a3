# expect: 10 doubled-path, constant-factor
x1, x2 = 0.8, 2.9
mu = (x1 + x2) / 2
a = x1 - mu
b = x2 * mu
out = a * b
da = b
db = a
dmu = db * x2 - da
dx1 = da + dmu
dx2 = db * mu + dmu / 2
