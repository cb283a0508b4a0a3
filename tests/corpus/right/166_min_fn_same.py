def compute_cost(x, y, w):
    total = 0
    for i in range(len(x)):
        f = w * x[i]
        total += (f - y[i]) ** 2
    return total / len(x)
def compute_gradient(x, y, w):
    dj_dw = 0
    for i in range(len(x)):
        f = w * x[i]
        dj_dw += 2 * (f - y[i]) * x[i]
    return dj_dw / len(x)
x = [1.0, 2.0, 4.0]
y = [3.0, 5.0, 8.0]
w = 2.5
cost = compute_cost(x, y, w)
dj_dw = compute_gradient(x, y, w)
