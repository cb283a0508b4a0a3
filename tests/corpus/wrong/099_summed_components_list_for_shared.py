# expect: 6 summed-components, broadcast-not-summed
# the slope is shared, its gradient is one number
xs = [0.2, 0.9, 1.6]
slope = 1.25
f = sum((slope * x) ** 2 for x in xs)
dslope = [2 * slope * x * x for x in xs]
