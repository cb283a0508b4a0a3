def matmul(A, B):
    return [[sum(A[i][k] * B[k][j] for k in range(len(B))) for j in range(len(B[0]))] for i in range(len(A))]
def T(A):
    return [list(r) for r in zip(*A)]
X = [[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]]
W = [[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]]
D = matmul(X, W)
L = sum(v ** 2 for row in D for v in row)
dD = [[2 * v for v in row] for row in D]
dW = matmul(T(X), dD)
dX = matmul(dD, T(W))
