print("neuron exercise, chapter 3")
x = 2.4
w = -0.35
unused = 17
label = "hello"
z = w * x
a = z * z + z
print("z =", z, "a =", a)
da = 1.0
dz = da * (2 * z + 1)
print("dz =", dz)
dw = dz * x
dx = dz * w
print(f"dw = {dw}, dx = {dx}")
