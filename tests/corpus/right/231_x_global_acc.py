w = 1.5
xs = [1.0, -2.0, 0.5]
dw = 0
loss = 0
def step(x):
    global dw, loss
    y = w * x
    loss += y ** 2
    dw += 2 * y * x
for x in xs:
    step(x)
