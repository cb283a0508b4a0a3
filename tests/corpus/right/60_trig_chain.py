import math as m
t = 0.66
r = 2.5
x = r * m.cos(t)
y = r * m.sin(t)
s = x * y

ds_dx = y
ds_dy = x
ds_dr = ds_dx * m.cos(t) + ds_dy * m.sin(t)
ds_dt = ds_dx * (-r * m.sin(t)) + ds_dy * r * m.cos(t)
