x = 0.0
y = max(0.0, x)
dx = 1.0 if x > 0 else 0.0
