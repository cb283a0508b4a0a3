# expect: 10 product-rule-unswapped
v = 12.5
i = 0.8
t = 30.0
# energy of a heater
power = v * i
energy = power * t
d_power = t
d_t = power
d_v = v * d_power
d_i = v * d_power
