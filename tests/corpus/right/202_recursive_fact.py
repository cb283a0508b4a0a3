def power(x, n):
    if n == 0:
        return 1.0
    return x * power(x, n - 1)
def dpower(x, n):
    if n == 0:
        return 0.0
    return power(x, n - 1) + x * dpower(x, n - 1)
x = 1.7
y = power(x, 5)
dx = dpower(x, 5)
