# expect: 7 constant-factor
"""Energy of a spring with a nonlinear term."""
k = 3.2
x = 0.85
c = 1.9
E = 0.5 * k * x**2 + 0.25 * c * x**4
dE_dx = 2 * k * x + c * x**3
dE_dk = 0.5 * x**2
dE_dc = 0.25 * x**4
