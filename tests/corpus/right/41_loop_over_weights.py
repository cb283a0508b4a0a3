w = [0.2, -1.1, 0.6, 1.9]
x = [3.0, 0.5, -2.0, 1.25]
s = 0.0
for i in range(len(w)):
    s += w[i] * x[i]
out = s * s

grad_s = 2 * s
grad_w = []
grad_x = []
for i in range(len(w)):
    grad_w.append(grad_s * x[i])
    grad_x.append(grad_s * w[i])
