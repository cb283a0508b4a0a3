# expect: 5 missing-import
# tanh neuron
x = 0.25
w = 1.1
h = math.tanh(w * x)
dw = (1 - h ** 2) * x
dx = (1 - h ** 2) * w
