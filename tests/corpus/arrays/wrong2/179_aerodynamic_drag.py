# expect: 15 product-rule-unswapped, wrong-power
# expect: 17 wrong-power, constant-factor
import numpy as np


def drag_forward(rho, speed, area):
    """Drag of a body, with the square root of its frontal area."""
    force = 0.5 * rho * speed ** 2 * np.sqrt(area)
    return force, (rho, speed, area)


def drag_backward(dforce, cache):
    rho, speed, area = cache
    root = np.sqrt(area)
    drho = dforce * 0.5 * rho * speed ** 2 * root
    dspeed = dforce * rho * speed * root
    darea = dforce * 0.5 * rho * speed ** 2 / root
    return drho, dspeed, darea


def cases():
    rng = np.random.default_rng(0)
    return {
        "drag": (rng.uniform(0.8, 1.4, size=5), rng.uniform(1, 3, size=5), rng.uniform(0.3, 2, size=5))
    }
