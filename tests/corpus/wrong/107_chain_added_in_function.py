# expect: 7 chain-added
def cube_of_line(x, m):
    """Value of (m x + 1)^3 with gradients."""
    t = m * x + 1
    y = t ** 3
    dt = 3 * t ** 2
    dx = dt + m
    dm = dt * x
    return y, dx, dm

x = 0.9
m = -1.7
y, dx, dm = cube_of_line(x, m)
