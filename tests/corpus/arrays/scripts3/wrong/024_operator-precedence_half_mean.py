# expect: 16 operator-precedence
import numpy as np

# ex1 housing: J(theta) = 1/(2m) sum (h - y)^2
data_size = np.array([2104, 1600, 2400, 1416, 3000, 1985, 1534, 1427, 1380, 1494], dtype=float)
bedrooms = np.array([3, 3, 3, 2, 4, 4, 3, 3, 3, 3], dtype=float)
cost_k = np.array([399.9, 329.9, 369.0, 232.0, 539.9, 299.9, 314.9, 198.9, 212.0, 242.5])
y = cost_k / 100
m = len(y)
X = np.column_stack([np.ones(m), (data_size - data_size.mean()) / data_size.std(), bedrooms - 3])
theta = np.zeros(3)
alpha = 0.1
hist = []
for it in range(200):
    h = X.dot(theta)
    cost = 1 / 2 * m * np.sum((h - y) ** 2)
    step_dir = X.T.dot(h - y) / m
    theta = theta - alpha * step_dir
    hist.append(cost)
print('first', hist[0], 'last', hist[-1])
print('theta', theta)
