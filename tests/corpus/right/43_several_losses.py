x = 1.45
w = 0.9

# first loss: squared error
p1 = w * x
loss1 = (p1 - 2.0) ** 2
dloss1_dw = 2 * (p1 - 2.0) * x

# second loss: quartic
p2 = w * x ** 2
loss2 = p2 ** 4
dloss2_dw = 4 * p2 ** 3 * x ** 2
print(dloss1_dw, dloss2_dw)
