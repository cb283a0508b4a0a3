# expect: 15 wrong-variable
import math


def main() -> None:
    mass, spring, damping = 1.4, 3.2, 0.45
    # damped frequency
    ratio = damping / (2 * mass)
    omega2 = spring / mass - ratio ** 2
    omega = math.sqrt(omega2)

    domega2 = 1 / (2 * omega)
    dspring = domega2 / mass
    dratio = -2 * ratio * domega2
    ddamping = dratio / (2 * spring)
    dmass = -domega2 * spring / mass ** 2 - dratio * damping / (2 * mass ** 2)
    print(f"omega = {omega:.3f}")
    print(f"d/dspring = {dspring:.4f}, d/ddamping = {ddamping:.4f}, d/dmass = {dmass:.4f}")


if __name__ == "__main__":
    main()
