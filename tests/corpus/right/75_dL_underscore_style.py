# notation: dL_dx means the derivative of L by x
a = -1.15
b = 0.85
c = 2.05
e = a * b
d = e + c
L = d * -2.0
dL_dL = 1.0
dL_dd = -2.0 * dL_dL
dL_de = dL_dd
dL_dc = dL_dd
dL_da = dL_de * b
dL_db = dL_de * a
