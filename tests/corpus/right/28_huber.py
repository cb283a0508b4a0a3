def huber(r, d):
    if abs(r) <= d:
        return 0.5 * r * r
    return d * (abs(r) - 0.5 * d)

pred = 3.9
target = 1.2
threshold = 1.5
r = pred - target
loss = huber(r, threshold)

if abs(r) <= threshold:
    dr = r
elif r > 0:
    dr = threshold
else:
    dr = -threshold
dpred = dr
