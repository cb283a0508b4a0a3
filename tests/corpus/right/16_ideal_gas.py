n = 1.7
R = 8.314
temp = 305.0
V = 0.042
P = n * R * temp / V
grad_n = R * temp / V
grad_temp = n * R / V
grad_V = -n * R * temp / V**2
