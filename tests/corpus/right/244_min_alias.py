x = 2.0
a = x
y = a * a + x
da = 2 * a
dx = da + 1
