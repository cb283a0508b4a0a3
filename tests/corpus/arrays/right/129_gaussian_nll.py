import numpy as np


def gaussian_nll(mu, log_var, y):
    """Mean negative log-likelihood of y under independent normals."""
    resid = y - mu
    inv_var = np.exp(-log_var)
    loss = 0.5 * np.mean(np.log(2 * np.pi) + log_var + resid**2 * inv_var)
    dmu = -resid * inv_var / mu.size
    dlog_var = 0.5 * (1 - resid**2 * inv_var) / mu.size
    return loss, dmu, dlog_var


def normal_logpdf_forward(x, mean, std):
    z = (x - mean) / std
    return -0.5 * z**2 - np.log(std) - 0.5 * np.log(2 * np.pi), (z, std)


def normal_logpdf_backward(dout, cache):
    """x: (N, D), mean and std: (D,), summed over the rows they were broadcast to."""
    z, std = cache
    dz = -z * dout
    dx = dz / std
    dmean = -dx.sum(axis=0)
    dstd = np.sum(-dz * z / std - dout / std, axis=0)
    return {"dx": dx, "dmean": dmean, "dstd": dstd}


def cases():
    rng = np.random.default_rng(129)
    N, D = 5, 3
    y = rng.normal(size=(N, D))
    std = rng.uniform(0.5, 1.5, size=D)
    return {
        "gaussian_nll": (rng.normal(size=(N, D)), rng.normal(size=(N, D)), y),
        "normal_logpdf": (y, rng.normal(size=D), std),
    }
