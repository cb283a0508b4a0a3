# expect: 10 wrong-mask
# hinge loss, y is +1 or -1
x = [1.5, 0.2]
w = [0.4, -0.9]
b = 0.15
y = 1
score = w[0] * x[0] + w[1] * x[1] + b
margin = 1 - y * score
loss = max(0, margin)
if score > 1:
    dscore = -y
else:
    dscore = 0.0
dw = [dscore * x[0], dscore * x[1]]
db = dscore
