# expect: 12 mask-scale
keep_prob = 0.8
mask = [0 / keep_prob, 1 / keep_prob, 1 / keep_prob]
a = [1.1, 0.6, -0.7]
out = []
for i in range(3):
    out.append(a[i] * mask[i])
loss = sum(o ** 3 for o in out)
dout = [3 * o ** 2 for o in out]
da = []
for i in range(3):
    da.append(dout[i] * mask[i] / keep_prob)
