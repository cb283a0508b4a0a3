w = 5.0
x, t = 3.0, 2.0
for i in range(10):
    loss = (w * x - t) ** 2
    dw = 2 * (w * x - t) * x
    dw = max(-5.0, min(5.0, dw))
    w -= 0.1 * dw
print(w)
