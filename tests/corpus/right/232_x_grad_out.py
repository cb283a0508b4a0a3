x, w = 1.5, -3.0
out = x * w
grad_output = 0.7
grad_x = grad_output * w
grad_w = grad_output * x
