table = [0.2, -0.5, 1.1, 0.8]
ids = [1, 3, 1, 2]
s = 0.0
for i in ids:
    s += table[i] ** 2
dtable = [0.0] * 4
for i in ids:
    dtable[i] += 2 * table[i]
