import math
w = 0.8
b = -0.1
x = 2.0
data_loss = (w * x + b - 1.0) ** 2
reg_loss = 0.5 * 0.01 * w ** 2
total_loss = data_loss + reg_loss
grad_w = 2 * (w * x + b - 1.0) * x + 0.01 * w
grad_b = 2 * (w * x + b - 1.0)
