# expect: 27 wrong-index
import numpy as np

# predict next value of a noisy sine with a one-unit rnn, truncated to the window
np.random.seed(204)
series = np.sin(np.arange(30) * 0.5) + 0.05 * np.random.randn(30)
win = 6
wx, wh, bh, wo = 0.5, 0.3, 0.0, 0.8
lr = 0.05
for epoch in range(20):
    epoch_loss = 0
    for s in range(0, len(series) - win - 1, 3):
        xs, ys = series[s:s + win], series[s + 1:s + win + 1]
        h = [0.0]
        loss = 0
        for t in range(win):
            h.append(np.tanh(wx * xs[t] + wh * h[-1] + bh))
            loss += (wo * h[-1] - ys[t]) ** 2 / win
        dwx = dwh = dbh = dwo = 0.0
        dh_next = 0.0
        for t in range(win)[::-1]:
            dy = 2 * (wo * h[t + 1] - ys[t]) / win
            dwo += dy * h[t + 1]
            dh = dy * wo + dh_next
            da = dh * (1 - h[t + 1] ** 2)
            dwx += da * xs[t]
            dwh += da * h[t + 1]
            dbh += da
            dh_next = da * wh
        wx -= lr * dwx
        wh -= lr * dwh
        bh -= lr * dbh
        wo -= lr * dwo
        epoch_loss += loss
    if epoch % 5 == 0:
        print(epoch, epoch_loss)
