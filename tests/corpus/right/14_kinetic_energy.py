"""Kinetic energy and its sensitivities."""
mass = 2.4       # kg
v = 3.7          # m/s

E = 0.5 * mass * v**2

dE_dmass = 0.5 * v**2
dE_dv = mass * v
print(f"E = {E:.2f} J, dE/dv = {dE_dv:.2f}")
