import math

def main():
    xs = [0.4, -1.2, 0.9, 0.3]
    w, u, b = 0.6, 1.1, -0.2
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + u * x + b))
    loss = sum(v * v for v in h[1:])

    dw = du = db = 0.0
    dh_next = 0.0
    for t in reversed(range(len(xs))):
        dh = 2 * h[t + 1] + dh_next
        dz = dh * (1 - h[t + 1] ** 2)
        dw += dz * h[t]
        du += dz * xs[t]
        db += dz
        dh_next = dz * w
    return loss, dw, du, db

if __name__ == "__main__":
    print(main())
