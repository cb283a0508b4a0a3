# expect: 14 shape-coincidence
import numpy as np

np.random.seed(9)
km = np.random.uniform(20, 220, 24)            # thousand km
price = (8500 - 21 * km + 300 * np.random.randn(24)).reshape(-1, 1)
x = (km - km.mean()) / km.std()
y = (price - price.mean()) / price.std()

slope, offset = 0.1, 0.3
for epoch in range(100):
    guess = slope * x + offset
    mse = np.mean((guess - y.ravel()) ** 2)
    residual = guess - y
    d_slope = 2 * np.mean(residual * x)
    d_offset = 2 * np.mean(residual)
    slope -= 0.05 * d_slope
    offset -= 0.05 * d_offset
    if epoch % 25 == 0:
        print('epoch', epoch, 'mse', mse)
print('line: %.3f x + %.3f' % (slope, offset))
