# 1/f = 1/u + 1/v  ->  v = u f / (u - f)
u = 30.0
f = 11.0
v = u * f / (u - f)
dv_du = -(f / (u - f)) ** 2
dv_df = (u / (u - f)) ** 2
