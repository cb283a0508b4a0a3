xs = [1.4, -0.8, 2.1, 0.6]
prod = 1.0
for v in xs:
    prod *= v

# gradient of a product: the product of the others
dxs = []
for i in range(len(xs)):
    others = 1.0
    for j in range(len(xs)):
        if j != i:
            others *= xs[j]
    dxs.append(others)
