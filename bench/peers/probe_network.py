"""The network of bench/probe_network_bench.cpp compiled by JAX, one thread, single precision: probes a second.

usage: taskset -c 0 python probe_network.py [probes] [both]       (needs jax; `both`: also value and gradient)

Dense over (probe, atom), which suits compilers best for a molecule: masks instead of lists, one einsum over atoms.
"""
import os
import sys
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
import jax
import jax.numpy as jnp
import numpy as np

K, M, L, CUTOFF = 16, 48, 2, 9.0
count = int(sys.argv[1]) if len(sys.argv) > 1 else 4096
rng = np.random.default_rng(0)


def chain():
    heavy = [6, 6, 7, 8, 6]
    numbers = list(heavy) + [1] * 9
    x = [[2.4 * k, 0.0 if k % 2 == 0 else 1.4, 0.1 * k] for k in range(5)]
    x += [[1.1 * k, -1.9 if k % 2 == 0 else 3.3, 1.2 if k % 3 == 0 else -1.1] for k in range(9)]
    return np.array(numbers), np.array(x, np.float32)


def linear(n_in, n_out):
    return {"w": jnp.asarray(rng.normal(size=(n_out, n_in)) / np.sqrt(n_in), jnp.float32), "b": jnp.zeros(n_out, jnp.float32)}


def layer(n, norm=True):
    own = {"alpha": jnp.ones(n, jnp.float32), "beta": jnp.ones(n, jnp.float32)}
    return own | ({"gain": jnp.ones(n, jnp.float32), "shift": jnp.zeros(n, jnp.float32)} if norm else {})


def network(widths, outputs):
    steps = [(layer(a), linear(a, b)) for a, b in zip(widths, widths[1:] + widths[:1])]
    return {"in": linear(M, widths[0]), "block": steps, "last": layer(widths[0], False), "out": linear(widths[0], outputs)}


def act(p, x):
    b = p["beta"] * x
    y = p["alpha"] * b * jax.nn.sigmoid(b)
    if "gain" in p:
        mean = y.mean(-1, keepdims=True)
        y = p["gain"] * (y - mean) / jnp.sqrt(((y - mean) ** 2).mean(-1, keepdims=True) + 1e-5) + p["shift"]
    return y


def apply(p, x):
    return x @ p["w"].T + p["b"]


def run(net, rho):
    x = apply(net["in"], rho)
    z = x
    for a, l in net["block"]:
        z = apply(l, act(a, z))
    return apply(net["out"], act(net["last"], x + z))


def pairs(theta, centres, x, species):
    d = x[None] - centres[:, None]
    r = jnp.sqrt((d**2).sum(-1) + 1e-12)
    near = (r > 0.0189) & (r <= CUTOFF)
    f = jnp.where(near, ((1 + jnp.cos(jnp.pi * r / CUTOFF)) / 2) ** 2, 0.0)
    u = d / r[..., None]
    tensors = jnp.concatenate([jnp.ones_like(r)[..., None], u, (u[..., :, None] * u[..., None, :]).reshape(*r.shape, 9)], -1)
    radial = jnp.exp(theta["eta"][species] * (r[..., None] - theta["mu"][species]) ** 2)
    return f, tensors, radial


RANK = np.array([0] + [1] * 3 + [2] * 9)


def embed(theta, b):
    return (jnp.einsum("iak,akm->iam", b, theta["W"][RANK]) ** 2).sum(1)


def atoms(theta, x, species, numbers):
    f, u, radial = pairs(theta, x, x, species)
    c = theta["p"][species]
    e = jnp.zeros((13, K), jnp.float32).at[0].set(theta["e"])
    b = e + jnp.einsum("ij,ija,ijk->iak", f, u, radial * c[None])
    rho = embed(theta, b)
    update = sum(jnp.where((species == s)[:, None], run(theta["message"][s], rho), 0.0) for s in range(4))
    return c + update, b, e


def predict(theta, probes, x, species, numbers):
    c, a, e = atoms(theta, x, species, numbers)
    f, u, radial = pairs(theta, probes, x, species)
    t = f[..., None] * c[None]
    b = e + jnp.einsum("pja,pjk->pak", u, t * radial) + jnp.einsum("pjk,jak->pak", t, a)
    return run(theta["output"], embed(theta, b))[:, 0]


numbers, x = chain()
species = np.searchsorted([1, 6, 7, 8], numbers)
t = np.arange(count)
at = x[t % len(x)]
probes = at + 2.5 * np.stack([np.sin(1.7 * t), np.sin(2.3 * t + 1), np.sin(3.1 * t + 2)], -1)
theta = {"p": jnp.asarray(rng.uniform(0.25, 0.75, (4, K)), jnp.float32), "e": jnp.asarray(rng.normal(size=K), jnp.float32),
         "mu": jnp.asarray(np.tile(np.linspace(0, 6, K), (4, 1)), jnp.float32),
         "eta": jnp.full((4, K), -2.0, jnp.float32),
         "W": jnp.asarray(rng.normal(size=(3, K, M)) * 0.2, jnp.float32),
         "message": [network([32, 32], K) for _ in range(4)], "output": network([64, 64], 1)}
probes, x = jnp.asarray(probes, jnp.float32), jnp.asarray(x)
print("parameters", sum(v.size for v in jax.tree.leaves(theta)))


def timed(name, function):
    jax.block_until_ready(function())
    best = 1e9
    for _ in range(10):
        start = time.perf_counter()
        jax.block_until_ready(function())
        best = min(best, time.perf_counter() - start)
    print(f"{name}: {count / best:.3g} probes/s")


forward = jax.jit(lambda th, p: predict(th, p, x, species, numbers))
timed("prediction", lambda: forward(theta, probes))
if len(sys.argv) > 2:
    both = jax.jit(jax.value_and_grad(lambda th, p: jnp.abs(predict(th, p, x, species, numbers)).sum()))
    timed("value and gradient", lambda: both(theta, probes))
