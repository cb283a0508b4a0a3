# expect: 17 missing-time-path
# m_t = 0.9 m_{t-1} + a x_t, loss sums every m
a = 0.35
xs = [1.0, -0.5, 2.0, 0.7]
m = 0.0
ms = []
for x in xs:
    m = 0.9 * m + a * x
    ms.append(m)
total = sum(v ** 2 for v in ms)

da = 0.0
carry = 0.0
for t in range(3, -1, -1):
    g = 2 * ms[t] + carry
    da += g * xs[t]
    carry = 2 * ms[t] * 0.9
