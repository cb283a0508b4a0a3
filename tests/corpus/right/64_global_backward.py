x = 1.1
y = 0.4
z = 0.0

def forward():
    global z
    z = x * y + y ** 2

def backward():
    dx = y
    dy = x + 2 * y
    return dx, dy

forward()
dx, dy = backward()
