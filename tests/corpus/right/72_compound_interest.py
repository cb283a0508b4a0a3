capital = 1500.0
taxa = 0.035
anos = 7
montante = capital * (1 + taxa) ** anos
d_capital = (1 + taxa) ** anos
d_taxa = capital * anos * (1 + taxa) ** (anos - 1)
print("d montante / d taxa =", round(d_taxa, 2))
