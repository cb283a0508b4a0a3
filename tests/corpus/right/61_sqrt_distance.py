from math import sqrt
ax, ay = 1.0, 2.5
bx, by = 4.2, -1.3
dist = sqrt((ax - bx)**2 + (ay - by)**2)
dax = (ax - bx) / dist
day = (ay - by) / dist
dbx = -dax
dby = -day
