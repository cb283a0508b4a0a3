class Multiply:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b
    def backward(self, dout):
        return dout * self.b, dout * self.a

class Add:
    def forward(self, a, b):
        return a + b
    def backward(self, dout):
        return dout, dout

x, y, z = 2.5, -1.5, 0.7
mul = Multiply()
add = Add()
s = add.forward(x, y)
p = mul.forward(s, z)

dp = 1.0
ds, dz = mul.backward(dp)
dx, dy = add.backward(ds)
