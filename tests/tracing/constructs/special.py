"""Functions of scipy.special."""

from __future__ import annotations

import numpy as np
import scipy.special
import scipy.special as sp
from scipy import special
from scipy.special import erf, expit, gammaln, log_softmax, logsumexp, softmax, xlogy

from tests.tracing.constructs.case import case, positive, real, unit, within


@case(real(3, 4))
def logistic(x):
    return expit(x), special.expit(x) * x


@case(unit(4))
def logit(p):
    return scipy.special.logit(p)


@case(real(3, 4))
def softmaxes(x):
    return softmax(x), softmax(x, axis=1), sp.softmax(x, axis=0)


@case(real(3, 4))
def logarithms_of_softmax(x):
    return log_softmax(x, axis=1), log_softmax(x)


@case(real(3, 4), positive(3, 4))
def logarithms_of_sums(x, w):
    return logsumexp(x), logsumexp(x, axis=1), logsumexp(x, axis=0, keepdims=True), logsumexp(x, b=w, axis=1)


@case(positive(4), positive(4))
def entropies(p, q):
    return xlogy(p, q), sp.xlog1py(p, q), sp.rel_entr(p, q), sp.entr(p), sp.kl_div(p, q)


@case(real(5))
def error_functions(x):
    return erf(x), special.erfc(x), sp.erfinv(x / 3)


@case(real(5))
def scaled_error_function(x):
    return sp.erfcx(x)


@case(real(5))
def normal_distribution(x):
    return sp.ndtr(x), sp.log_ndtr(x), sp.ndtri(expit(x))


@case(real(5))
def gelu(x):
    exact = 0.5 * x * (1 + erf(x / np.sqrt(2)))
    tanh_form = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return exact, tanh_form


@case(positive(5))
def gamma_functions(x):
    return gammaln(x), sp.digamma(x), sp.psi(x), sp.gamma(x), sp.loggamma(x)


@case(positive(4), positive(4))
def beta_functions(a, b):
    return sp.betaln(a, b), sp.beta(a, b), gammaln(a) + gammaln(b) - gammaln(a + b)


@case(real(5))
def log_sigmoid(x):
    return sp.log_expit(x), -np.logaddexp(0, -x), np.log(expit(x))


@case(positive(4))
def bessel_functions(x):
    return sp.j0(x), sp.j1(x)


@case(positive(4))
def modified_bessel_functions(x):
    return sp.i0(x), sp.i1(x)


@case(real(4), positive(4))
def transformed(x, y):
    return sp.expm1(x), sp.cbrt(y), sp.log1p(y)


@case(real(4))
def relative_exponential(x):
    return sp.exprel(x)


@case(positive(4))
def box_cox(y):
    return sp.boxcox(y, 0.5)


@case(real(4))
def huber_loss(x):
    return sp.huber(1.0, x)


@case(within(0.2, 1.2, 3), constants=(np.array([3, 1, 4]),))
def poisson_log_likelihood(rate, k):
    return np.sum(xlogy(k, rate) - rate - gammaln(k + 1))


@case(unit(3), constants=(np.array([3, 1, 4]), 6))
def binomial_log_likelihood(p, k, n):
    return np.sum(np.log(sp.comb(n, k)) + xlogy(k, p) + sp.xlog1py(n - k, -p))


@case(1.5)
def of_a_number(x):
    return expit(x) + erf(x) + gammaln(x) + special.expit(-x) * x


@case(real(4))
def imported_inside(x):
    from scipy import special as inner
    from scipy.special import expit as sigmoid

    return sigmoid(x) * inner.erf(x)


@case(positive(4))
def polygamma_functions(x):
    return sp.polygamma(1, x), sp.multigammaln(2.5, 2) * x


@case(positive(4))
def incomplete_gamma_functions(x):
    return sp.gammaincc(2.0, x), sp.gammainc(2.0, x)


@case(positive(4))
def functions_of_constants(x):
    return x * sp.comb(5, 2) + x * sp.factorial(4) + x * sp.binom(6, 3) + x * sp.j0(1.0)
