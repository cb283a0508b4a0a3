# expect: 11 accumulator-not-zeroed
x = 0.6
w = 1.9
# part one
f = w * x
dw = x
dx = w
print(dw, dx)
# part two
g = w ** 2 * x
dw += 2 * w * x
dx = w ** 2
print(dw, dx)
