import math
base = 1.8
expo = 2.3
y = base ** expo
dbase = expo * base ** (expo - 1)
dexpo = y * math.log(base)
