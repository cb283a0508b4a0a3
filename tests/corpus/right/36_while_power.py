# p = x^n with a while loop, derivative carried along
x = 1.17
n = 6
p = 1.0
k = 0
while k < n:
    p = p * x
    k += 1

grad_x = 0.0
k = 0
while k < n:
    left = x ** k
    right = x ** (n - 1 - k)
    grad_x += left * right
    k += 1
