x = [1.0, 3.0, -2.0, 0.5, 4.0, 4.5]
out = []
idx = []
for i in range(0, len(x), 2):
    w = x[i:i+2]
    m = max(w)
    out.append(m)
    idx.append(i + w.index(m))
loss = sum(i * o for i, o in enumerate(out, 1))
dout = [1.0, 2.0, 3.0]
dx = [0.0] * len(x)
for d, i in zip(dout, idx):
    dx[i] = d
