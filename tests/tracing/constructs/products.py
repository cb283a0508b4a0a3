"""Products of vectors, matrices and stacks of them."""

from __future__ import annotations

import numpy as np

from tests.tracing.constructs.case import case, positive, real


@case(real(3, 4), real(4, 2))
def dot_of_matrices(x, w):
    return np.dot(x, w), x.dot(w)


@case(real(4), real(4))
def dot_of_vectors(x, y):
    return np.dot(x, y) * x.dot(y) + x @ y


@case(real(3, 4), real(4), real(3))
def matrix_and_vector(a, x, y):
    return np.dot(a, x), y @ a, a @ x, np.dot(y, np.dot(a, x))


@case(real(3, 4), 1.7)
def dot_with_a_number(a, s):
    return np.dot(a, s), np.dot(2.0, a)


@case(real(2, 3, 4), real(5, 4, 2))
def dot_of_stacks(a, b):
    return np.dot(a, b)


@case(real(2, 3, 4), real(4, 5))
def affine_on_a_sequence(x, w):
    return x @ w, np.dot(x, w), x.dot(w)


@case(real(2, 3, 4), real(2, 4, 5))
def stacked_matmul(a, b):
    return np.matmul(a, b), a @ b


@case(real(2, 1, 3, 4), real(5, 4, 2))
def broadcast_matmul(a, b):
    return a @ b


@case(real(2, 3, 4), real(4))
def stack_times_vector(a, x):
    return a @ x, np.matmul(x[:3], a)


@case(real(3, 4))
def gram(x):
    return x @ x.T, x.T.dot(x), np.dot(x.T, x)


@case(real(3, 4), real(3, 2))
def transposed_product(x, dout):
    return x.T.dot(dout), np.transpose(x) @ dout, np.dot(dout.T, x)


@case(real(3), real(4))
def outer_products(x, y):
    return np.outer(x, y), x[:, None] * y[None, :], x.reshape(-1, 1) @ y.reshape(1, -1), np.multiply.outer(x, y)


@case(real(3, 4), real(2, 4))
def inner_products(a, b):
    return np.inner(a, b), np.inner(a[0], b[1]), np.vdot(a[:2], b)


@case(real(2, 3, 4), real(3, 4, 5))
def tensordot_by_number(a, b):
    return np.tensordot(a, b), np.tensordot(a, b, axes=2), np.tensordot(a[0, 0], b[0, 0], axes=0)


@case(real(2, 3, 4), real(4, 3, 5))
def tensordot_by_axes(a, b):
    return np.tensordot(a, b, axes=([1, 2], [1, 0])), np.tensordot(a, b, axes=(2, 0))


@case(real(2, 3), real(3, 4))
def einsum_product(a, b):
    return np.einsum("ij,jk->ik", a, b), np.einsum("ij,jk", a, b)


@case(real(2, 3, 4), real(2, 4, 5))
def einsum_of_stacks(a, b):
    return np.einsum("bij,bjk->bik", a, b), np.einsum("...ij,...jk->...ik", a, b)


@case(real(3, 3), real(3), real(3))
def einsum_of_many(a, x, y):
    return np.einsum("i,ij,j->", x, a, y), np.einsum("i,i", x, y), np.einsum("i,j->ji", x, y)


@case(real(3, 3), real(2, 3, 4))
def einsum_of_one(a, b):
    return np.einsum("ii->", a), np.einsum("ii->i", a), np.einsum("ij->ji", a), np.einsum("ijk->j", b), np.einsum("ijk->kji", b)


@case(real(2, 3, 4), real(2, 5, 4), real(2, 5, 3))
def einsum_optimised(q, k, v):
    scores = np.einsum("bqd,bkd->bqk", q, k, optimize=True)
    return np.einsum("bqk,bkd->bqd", scores, v)


@case(real(2, 3), real(3, 2))
def kronecker(a, b):
    return np.kron(a, b), np.kron(a[0], b[0])


@case(real(3), real(3))
def cross_product(a, b):
    return np.cross(a, b)


@case(real(2, 3), real(3, 4), real(4, 2))
def chain_of_matrices(a, b, c):
    return np.linalg.multi_dot([a, b, c]), a @ b @ c, a.dot(b).dot(c)


@case(real(3, 3), real(3))
def quadratic_form(a, x):
    return x @ a @ x, x.T.dot(a).dot(x), np.sum(x * (a @ x))


@case(real(3, 3))
def powers_of_a_matrix(a):
    return np.linalg.matrix_power(a, 3) + np.linalg.matrix_power(a, 0) * a, a @ a


@case(real(3, 4))
def traces(x):
    return np.trace(x @ x.T), np.trace(x, offset=1), (x @ x.T).trace()


@case(real(3, 4), real(3, 4))
def row_by_row(a, b):
    return np.sum(a * b, axis=1), np.einsum("nd,nd->n", a, b), (a[:, None, :] @ b[:, :, None]).squeeze(), np.vecdot(a, b)


@case(real(3, 4), real(5, 4))
def distances_between_all(x, y):
    d2 = np.sum(x**2, axis=1)[:, np.newaxis] + np.sum(y**2, axis=1) - 2 * x.dot(y.T)
    return np.sqrt(d2)


@case(real(3, 4), real(5, 4))
def distances_by_broadcasting(x, y):
    return np.sqrt(np.sum((x[:, None] - y[None]) ** 2, axis=-1))


@case(real(4, 2), constants=(np.array([[1, 0, 2, 1], [0, 1, 1, 3]]),))
def product_with_integers(w, counts):
    return counts @ w, np.dot(counts, w), counts.dot(w) / counts.sum(axis=1, keepdims=True)


@case(real(3), constants=([[1.0, 2.0, 3.0], [0.5, 0.1, -1.0]],))
def product_with_a_list(x, rows):
    return np.dot(rows, x), np.dot(x, [1, 2, 3]), x @ np.array(rows).T


@case(real(3, 4), real(4, 2))
def product_into_out(x, w):
    out = np.zeros((3, 2))
    np.dot(x, w, out=out)
    second = np.empty((3, 2))
    np.matmul(x, w, out=second)
    return out + second**2


@case(real(3, 3), real(3, 3))
def matrix_in_place(a, b):
    c = a.copy()
    c @= b
    c += a @ b
    return c


@case(real(3, 3), real(3), real(3, 2))
def solved(a, b, c):
    m = a @ a.T + np.eye(3)
    return np.linalg.solve(m, b), np.linalg.solve(m, c)


@case(real(3, 3))
def inverted(a):
    return np.linalg.inv(a @ a.T + 2 * np.eye(3))


@case(real(2, 3, 3))
def inverted_stack(a):
    return np.linalg.inv(a + 4 * np.identity(3))


@case(real(3, 3))
def determinants(a):
    return np.linalg.det(a), np.linalg.det(a + 2 * np.eye(3))


@case(real(3, 3))
def logarithm_of_the_determinant(a):
    sign, logdet = np.linalg.slogdet(a @ a.T + np.eye(3))
    return sign * logdet


@case(real(3, 3))
def logarithm_of_the_determinant_by_field(a):
    return np.linalg.slogdet(a @ a.T + np.eye(3))[1], np.linalg.slogdet(a @ a.T + np.eye(3)).logabsdet


@case(real(3, 3))
def cholesky_factor(a):
    lower = np.linalg.cholesky(a @ a.T + np.eye(3))
    return lower, 2 * np.sum(np.log(np.diag(lower)))


@case(real(4, 3), real(4))
def least_squares_by_normal_equations(x, y):
    return np.linalg.inv(x.T @ x).dot(x.T).dot(y), np.linalg.solve(x.T @ x + 0.1 * np.eye(3), x.T @ y)


@case(real(4, 3))
def pseudo_inverse(x):
    return np.linalg.pinv(x)


@case(real(3, 3), refused="eigh")
def eigenvalues_of_symmetric(a):
    values, vectors = np.linalg.eigh(a + a.T + np.diag([0.0, 3.0, 8.0]))
    return values, np.abs(vectors)


@case(real(4, 3), refused="svd")
def singular_values(x):
    return np.linalg.svd(x, compute_uv=False)


@case(positive(3), real(3, 3))
def mahalanobis(d, a):
    sigma = a @ a.T + np.diag(d)
    return np.sqrt(d @ np.linalg.inv(sigma) @ d)


@case(real(3, 4), real(4, 3))
def product_of_views(a, b):
    return a[::2].dot(b[:, 1:]), a.T[1:3] @ b[:3].T[::-1]


@case(real(2, 3), real(3))
def products_in_a_list(a, b):
    return np.array([np.dot(row, b) for row in a]), [row @ b for row in a]
