# dx is the step of the sum here, not a gradient
k = 1.4
dx = 1e-2
area = 0.0
for i in range(20):
    t = i * dx
    area += k * t * t * dx

dk = 0.0
for i in range(20):
    t = i * dx
    dk += t * t * dx
print(dk)
