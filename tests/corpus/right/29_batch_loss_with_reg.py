X = [0.5, 1.5, -0.8]
Y = [1.1, 2.9, -1.4]
w = 1.6
b = 0.25
reg = 0.05
N = len(X)

data_loss = 0.0
for i in range(N):
    data_loss += (w*X[i] + b - Y[i])**2
data_loss /= N
reg_loss = reg * w * w
loss = data_loss + reg_loss

dw = 0.0
db = 0.0
for i in range(N):
    diff = w*X[i] + b - Y[i]
    dw += 2 * diff * X[i]
    db += 2 * diff
dw /= N
db /= N
dw += 2 * reg * w
