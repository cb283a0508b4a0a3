w = 1.0
x, t = 1.0, 0.9
loss = (w * x - t) ** 2
dw = 2 * (w * x - t) * x
dw = max(-5.0, min(5.0, dw))
w -= 0.1 * dw
