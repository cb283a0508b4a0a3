w = [0.5, -0.3]
x = [1.0, 2.0]
a = []
for i in range(2):
    z = w[i] * x[i]
    a.append(z ** 2)
loss = sum(a)
dz = [2 * w[i] * x[i] for i in range(2)]
dw = [dz[i] * x[i] for i in range(2)]
