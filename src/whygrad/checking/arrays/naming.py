"""What a name may claim the gradient of."""

from __future__ import annotations

import re
from functools import lru_cache

#: Attributes of an object that hold its gradients by name, and names of what is returned so.
HOLDERS = ("grads", "grad", "gradients", "gradientes", "d", "dparams", "grad_params")
#: What a loss is called: a word of the name, its end, or a single letter.
_WORDS = (
    "loss cost custo coste costo perda perdida pérdida verlust kosten fehler perte cout coût erro error eqm objective objetivo obj "
    "nll mse sse rss ssr likelihood loglikelihood loglik log_lik negloglik nlml lml logpost log_post logp ll "
    "energy energia elbo chi2 chisq deviance bce xent total"
)
_LOSS = re.compile(rf"(?i:(^|_)({'|'.join(_WORDS.split())})\d*(_|$)|loss$|cost$|likelihood$)|^[JLEC]$")


@lru_cache(maxsize=4096)  # asked of the same few names at every point
def stems(name: str) -> tuple[str, ...]:
    """What a name may claim the gradient of: `dx`, `grad_x`, `x_grad`, `gradW`, and `x` itself in a dict of gradients."""
    starts = ("grad_", "gradiente_", "d_", "dL_d", "dL_", "dJ_d", "dloss_d", "grad", "d", "g_", "nabla_")
    heads = [name[len(start) :] for start in starts if name.startswith(start) and len(name) > len(start)]
    parted = re.match(r"^[dD][A-Za-z]+_[dD](?P<of>.+)$", name)  # `dj_dw`, `dLoss_dW`
    parted = parted or re.match(r"^[dD]_(L|[lL]oss|J|C|E|[cC]ost)_[dD]_(?P<of>.+)$", name)  # `d_L_d_w`
    heads += [parted["of"]] if parted is not None and parted["of"] not in heads else []
    tails = [name[: -len(end)] for end in ("_grad", "_gradient", "_g") if name.endswith(end) and len(name) > len(end)]
    return (*heads, *tails, name)


def is_loss(name: str) -> bool:
    """Is this what a loss is called?"""
    return _LOSS.search(name) is not None
