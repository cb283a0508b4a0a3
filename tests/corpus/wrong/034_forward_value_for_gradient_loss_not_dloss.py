# expect: 10/11 forward-value-for-gradient
x = [0.6, 1.8, -0.5]
w = 1.15
preds = [w * v for v in x]
loss = 0.0
for p in preds:
    loss += (p - 1) ** 2
dpreds = [2 * (p - 1) for p in preds]
dw = 0.0
for p, v in zip(preds, x):
    dw += p * v
