# expect: 9 derivative-at-wrong-point, wrong-variable
import math
a = 1.3
b = 2.1
s = a + b
l = math.log(s)
out = l * a
dl = a
ds = dl / l
da = ds + l
db = ds
