# x is used three times, so we add three contributions
x = 0.95

a = 3 * x        # first use
b = x * x        # second use
c = a * b        # joins
f = c + x        # third use

df = 1.0
dc = df
dx_from_f = df
da = dc * b
db = dc * a
dx_from_a = da * 3
dx_from_b = db * 2 * x
dx = dx_from_f + dx_from_a + dx_from_b
