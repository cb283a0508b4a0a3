def saturate(x, k=1.5, *, scale=2.0):
    """Michaelis-Menten: scale x / (k + x)."""
    return scale * x / (k + x)

def saturate_grads(x, k=1.5, *, scale=2.0, dout=1.0):
    den = k + x
    dx = dout * scale * k / den ** 2
    dk = -dout * scale * x / den ** 2
    dscale = dout * x / den
    return dx, dk, dscale

x = 0.8
k = 1.1
scale = 3.4
y = saturate(x, k, scale=scale)
dx, dk, dscale = saturate_grads(x, k, scale=scale)
