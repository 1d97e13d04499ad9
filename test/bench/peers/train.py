"""implicit's alternating least squares on the matrix that the benchmark left in three files."""

import os
import time

import numpy as np
import scipy.sparse as sparse
from implicit.als import AlternatingLeastSquares
from implicit.cpu import _als
from peer import Clock, serve

plays = None


def read_matrix(folder, artists):
    def array(name, dtype):
        return np.fromfile(os.path.join(folder, name), dtype)

    parts = (array("values", np.float32), array("indices", np.int32), array("indptr", np.int32))
    return sparse.csr_matrix(parts, shape=(len(parts[2]) - 1, artists))


def draw_start(model, folder):
    """The first factors, drawn as implicit draws them, given to the model and left for who compares with it."""
    random = np.random.default_rng(42)
    for name, rows in zip(("user_factors", "item_factors"), plays.shape):
        factors = (random.random((rows, model.factors)) * 0.01).astype(np.float32)
        factors.tofile(os.path.join(folder, name))
        setattr(model, name, factors)


def fit(loss, threads, start=None, **options):
    model = AlternatingLeastSquares(num_threads=threads, random_state=42, **options)
    if start:
        draw_start(model, start)
    iterations, losses = [], []
    # What calculate_training_loss does, but outside the time of the iteration that implicit reports.
    confidences = plays * np.float32(model.alpha) if loss else None

    def after(_, elapsed, __):
        nonlocal cpu
        iterations.append({"seconds": elapsed, "cpuSeconds": time.process_time() - cpu})
        if loss:
            factors = model.user_factors, model.item_factors
            losses.append(_als.calculate_loss(confidences, *factors, model.regularization, num_threads=threads))
        cpu = time.process_time()

    cpu = time.process_time()
    with Clock() as clock:
        model.fit(plays, show_progress=False, callback=after)
    return {"wait": clock.cost(), "iterations": iterations, "losses": losses, "entries": plays.nnz}


def answer(task, **request):
    global plays
    if task == "open":
        plays = read_matrix(**request)
        return {"entries": plays.nnz}
    return fit(**request)


if __name__ == "__main__":
    serve(answer)
