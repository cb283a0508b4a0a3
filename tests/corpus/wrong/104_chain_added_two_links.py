# expect: 7 chain-added
x = 1.15
u = x ** 2
f = u ** 3
dfdu = 3 * u ** 2
dudx = 2 * x
dfdx = dfdu + dudx
