# expect: 7 sign
# expect: 15 product-rule-unswapped
class Difference:
    def forward(self, a, b):
        return a - b
    def backward(self, dout):
        return dout, dout

class Product:
    def forward(self, a, b):
        self.a = a
        self.b = b
        return a * b
    def backward(self, dout):
        da = dout * self.a
        db = dout * self.a
        return da, db

x, y, z = 1.7, 0.4, -2.6
sub, mul = Difference(), Product()
d = sub.forward(x, y)
out = mul.forward(d, z)
dd, dz = mul.backward(1.0)
dx, dy = sub.backward(dd)
