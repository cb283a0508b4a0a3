score_pos, score_neg = 0.8, 1.1
margin = 1.0
gap = score_neg - score_pos + margin
loss = gap if gap > 0 else 0
active = 1 if gap > 0 else 0
dscore_neg = active * 1.0
dscore_pos = active * -1.0
