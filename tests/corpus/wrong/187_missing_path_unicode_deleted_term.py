# expect: 8 missing-path
import math
α, β = 0.7, 1.9
u = α * β
ψ = math.sin(u) + α ** 2
dψ = 1.0
du = dψ * math.cos(u)
dα = du * β
dβ = du * α
