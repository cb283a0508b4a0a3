# minimise (x - 3)^2 + 2 (y + 1)^2 + x y
x = 0.2
y = 0.6
step = 0.05
it = 0
while it < 30:
    f = (x - 3)**2 + 2*(y + 1)**2 + x*y
    dx = 2*(x - 3) + y
    dy = 4*(y + 1) + x
    x = x - step*dx
    y = y - step*dy
    it += 1
print(f, x, y)
