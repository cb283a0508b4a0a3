# expect: 11 summed-components, factor-outside-sum
import numpy as np


def bond_error(rates, cashflows, times, price):
    """Squared pricing error; a rate for each maturity, yearly compounding."""
    disc = (1 + rates) ** (-times)
    pv = cashflows @ disc
    diff = pv - price
    loss = 0.5 * diff ** 2
    ddisc = diff * cashflows.sum()
    drates = ddisc * -times * disc / (1 + rates)
    return loss, drates


def cases():
    return {"bond_error": (np.array([.03, .12, .25]), np.array([5., 5., 105.]), np.array([1., 2., 3.5]), 70.0)}
