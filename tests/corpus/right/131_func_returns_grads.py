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
        dj_dw_i = (f_wb - y[i]) * x[i]
        dj_db_i = f_wb - y[i]
        dj_db += dj_db_i
        dj_dw += dj_dw_i
    dj_dw = dj_dw / m
    dj_db = dj_db / m
    return dj_dw, dj_db

x_train = [1.0, 2.0, 3.5]
y_train = [300.0, 500.0, 720.0]
w = 200
b = 100
loss = compute_cost(x_train, y_train, w, b)
dw, db = compute_gradient(x_train, y_train, w, b)
print(f"loss {loss}: dw {dw}, db {db}")
