import math
angle = 0.52
length = 1.8
height = length * math.sin(angle)
energy = 9.8 * 0.6 * height
gradient_of_height = 9.8 * 0.6
gradient_of_length = gradient_of_height * math.sin(angle)
gradient_of_angle = gradient_of_height * length * math.cos(angle)
