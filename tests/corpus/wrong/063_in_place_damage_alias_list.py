# expect: 8/11 in-place-damage
# relu backward that writes into the list it was given
x = [0.8, -1.2, 0.5]
y = [max(0.0, v) for v in x]
z = [a + b for a, b in zip(x, y)]
L = sum(v ** 2 for v in z)
dz = [2 * v for v in z]
masked = dz
for i in range(3):
    if x[i] <= 0:
        masked[i] = 0.0
dx = [dz[i] + masked[i] for i in range(3)]
