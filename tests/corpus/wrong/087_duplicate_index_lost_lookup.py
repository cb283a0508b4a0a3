# expect: 9 duplicate-index-lost, overwritten-path
emb = [0.3, -0.8, 1.2]
words = [2, 0, 2]
s = 0.0
for i in words:
    s += emb[i] ** 3
demb = [0.0, 0.0, 0.0]
for i in words:
    demb[i] = 3 * emb[i] ** 2
