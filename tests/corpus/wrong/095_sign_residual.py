# expect: 12 sign
"""Newton cooling residual: model minus measurement."""
k = 0.12
temp = 64.0
room = 20.5
measured = 58.2
model = temp - k * (temp - room)
r = measured - model
E = r * r
dr = 2 * r
dmodel = -dr
dk = dmodel * (temp - room)
dtemp = dmodel * (1 - k)
droom = dmodel * k
