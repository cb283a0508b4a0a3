import numpy as np

def rot(yaw, pitch):
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    Ry = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    Rx = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    dRy = np.array([[-sy, 0, cy], [0, 0, 0], [-cy, 0, -sy]])
    dRx = np.array([[0, 0, 0], [0, -sp, -cp], [0, cp, -sp]])
    return Rx @ Ry, Rx @ dRy, dRx @ Ry

def reprojection(pose, pts, uv, w):
    """pose = (yaw, pitch, tx, ty, tz, log focal)"""
    R, R_yaw, R_pitch = rot(pose[0], pose[1])
    f = np.exp(pose[5])
    q = pts @ R.T + pose[2:5]
    proj = f * q[:, :2] / q[:, 2:]
    res = proj - uv
    cost = 0.5 * np.sum(w[:, None] * res ** 2)
    wr = w[:, None] * res
    dq = np.column_stack([f * wr / q[:, 2:], -(wr * proj).sum(1) / q[:, 2]])
    grad = np.empty(6)
    grad[0] = np.sum(dq * (pts @ R_yaw.T))
    grad[1] = np.sum(dq * (pts @ R_pitch.T))
    grad[2:5] = dq.sum(0)
    grad[5] = np.sum(wr * proj)
    return cost, grad

rng = np.random.default_rng(46)
pts = rng.uniform(-1, 1, (30, 3))
true = np.array([.3, -.2, .1, .2, 5., .4])
w = np.where(rng.random(30) < .2, 0.2, 1.0)
R = rot(true[0], true[1])[0]
q = pts @ R.T + true[2:5]
uv = np.exp(true[5]) * q[:, :2] / q[:, 2:] + .002 * rng.normal(size=(30, 2))

pose = np.array([0., 0., 0., 0., 4., 0.])
c, g = reprojection(pose, pts, uv, w)
Hinv = np.eye(6) * .1
for k in range(60):                # BFGS with Armijo steps
    d = -Hinv @ g
    a = 1.0
    c2, g2 = reprojection(pose + a * d, pts, uv, w)
    while c2 > c + 1e-4 * a * (g @ d) and a > 1e-8:
        a *= .5
        c2, g2 = reprojection(pose + a * d, pts, uv, w)
    s, yv = a * d, g2 - g
    if s @ yv > 1e-14:
        V = np.eye(6) - np.outer(s, yv) / (s @ yv)
        Hinv = V @ Hinv @ V.T + np.outer(s, s) / (s @ yv)
    pose, c, g = pose + s, c2, g2
    if k % 15 == 0:
        print(k, c)
print(pose.round(3))
