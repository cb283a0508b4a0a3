# expect: 4 gradient-order
a, b, c = 0.9, 2.2, -1.5
f = a * b ** 2 + a * c
da, db, dc = b ** 2 + c, a, 2 * a * b
