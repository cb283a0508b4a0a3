import math
z = -0.37
sp = math.log(1 + math.exp(z))
dz = math.exp(z) / (1 + math.exp(z))
