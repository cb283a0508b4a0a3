import math
θ = 0.75
φ = -1.2
σ = 1 / (1 + math.exp(-θ))
y = σ * φ
dφ = σ
dσ = φ
dθ = dσ * σ * (1 - σ)
