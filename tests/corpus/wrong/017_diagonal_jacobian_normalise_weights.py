# expect: 14 diagonal-jacobian
# weights that sum to one: v_i / sum(v)
v = [1.2, 0.7, 2.9]
c = [3.0, -1.0, 0.5]
total = sum(v)
n = [t / total for t in v]
y = 0.0
for k in range(3):
    y += c[k] * n[k]

dn = [ck for ck in c]
dv = [0.0, 0.0, 0.0]
for k in range(3):
    dv[k] = dn[k] / total - dn[k] * v[k] / total ** 2
