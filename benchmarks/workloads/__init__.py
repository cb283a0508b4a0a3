"""The workloads that whygrad is measured on beside others: each one function, its inputs, and how others do the same."""

from __future__ import annotations

from benchmarks.workloads import arrays, particles, recurrent, scalars, statistics
from benchmarks.workloads.workload import Workload

#: In the order of the table. The last three are there so that nothing is tuned to the others alone.
WORKLOADS: list[Workload] = [
    scalars.NEURON,
    scalars.TWO_MOONS,
    arrays.MLP,
    arrays.BATCHNORM,
    recurrent.LSTM,
    arrays.ATTENTION,
    arrays.CONVOLUTION,
    statistics.LOGISTIC,
    statistics.MIXTURE,
    particles.POTENTIAL,
]
