w = 2.0
x = 3.0
dw = 0.0
loss = (w * x - 1) ** 2
dw += 2 * (w * x - 1) * x
grads = {'dw': dw}
print(grads['dw'])
