# expect: 5 wrong-power
G = 6.67
m1, m2, r = 1.5, 2.5, 3.1
F = G * m1 * m2 / r ** 2
dF_dr = -2 * G * m1 * m2 / r
dF_dm1 = G * m2 / r ** 2
dF_dm2 = G * m1 / r ** 2
