import math
def main():
    w = [1.0, -2.0]
    x = [0.5, 1.5]
    z = w[0]*x[0] + w[1]*x[1]
    a = math.tanh(z)
    L = (a - 1) ** 2
    dL_da = 2 * (a - 1)
    dL_dz = dL_da * (1 - a ** 2)
    dL_dw = [dL_dz * x[0], dL_dz * x[1]]
    print(dL_dw)
if __name__ == "__main__":
    main()
