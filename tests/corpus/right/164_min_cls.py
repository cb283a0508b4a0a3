class Mul:
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y
    def backward(self, dout):
        dx = dout * self.y
        dy = dout * self.x
        return dx, dy
m1 = Mul()
m2 = Mul()
a = 2.0
b = 3.0
c = -1.5
p = m1.forward(a, b)
f = m2.forward(p, c)
dp, dc = m2.backward(1.0)
da, db = m1.backward(dp)
