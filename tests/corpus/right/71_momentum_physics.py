m1, m2 = 1.2, 3.4
u1, u2 = 2.5, -0.7
# final speed of the first ball in an elastic collision
M = m1 + m2
v1 = ((m1 - m2) * u1 + 2 * m2 * u2) / M

dv1_du1 = (m1 - m2) / M
dv1_du2 = 2 * m2 / M
dv1_dm1 = (u1 - v1) / M
dv1_dm2 = (-u1 + 2 * u2 - v1) / M
