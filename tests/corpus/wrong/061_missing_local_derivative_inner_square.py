# expect: 9 missing-local-derivative
x = 1.24
k = 0.7
u = k * x ** 2
f = u ** 3 - u
df = 1.0
du = (3 * u ** 2 - 1) * df
dk = du * x ** 2
dx = du * k
