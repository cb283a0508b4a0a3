x = [-1.0, 2.0, 0.5, -3.0]
out = [max(0, v) for v in x]
dout = [5.0, -1.0, 2.0, 3.0]
dx = [d if v > 0 else 0 for d, v in zip(dout, x)]
