# expect: 11 sign
# find the minimum of (x - 2)^4 / 4 + (1 - x y)^2
x = 0.5
y = 0.3
n = 0
while n < 5:
    r = 1 - x * y
    f = (x - 2) ** 4 / 4 + r ** 2
    dr = 2 * r
    dx = (x - 2) ** 3 - dr * y
    dy = dr * x
    x -= 0.05 * dx
    y -= 0.05 * dy
    n += 1
print(x, y, f)
