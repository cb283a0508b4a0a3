def compute_cost(x, y, w, b):
    m = len(x)
    cost = 0
    for i in range(m):
        f_wb = w * x[i] + b
        cost = cost + (f_wb - y[i])**2
    return 1 / (2 * m) * cost

def compute_gradient(x, y, w, b):
    m = len(x)
    dj_dw = 0
    dj_db = 0
    for i in range(m):
        f_wb = w * x[i] + b
        dj_dw += (f_wb - y[i]) * x[i]
        dj_db += f_wb - y[i]
    return dj_dw / m, dj_db / m

x = [1.0, 2.0]
y = [300.0, 500.0]
w = 200.0
b = 100.0
cost = compute_cost(x, y, w, b)
dj_dw, dj_db = compute_gradient(x, y, w, b)
