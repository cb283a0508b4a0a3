x = [0.7, -1.4, 2.3]
out = sum(max(0, v)**2 for v in x)
dx = [2*v if v > 0 else 0.0 for v in x]
