# expect: 5 wrong-power
s = 0.85
c = 1.2
vol = c * s ** 3
ds = 3 * c * s ** 3
dc = s ** 3
