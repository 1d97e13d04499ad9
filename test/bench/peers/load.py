"""What the loaders share: plays in columns of codes become CSR both ways, as training needs them."""

import gc
import resource

import numpy as np
import scipy.sparse as sparse
from peer import Clock, serve


def matrices(plays, users, artists):
    """(users x artists) and (artists x users), plays of a pair that is there twice added up."""
    by_user = sparse.coo_matrix((plays, (users, artists))).tocsr()
    return by_user, by_user.T.tocsr()


def serve_load(load):
    """Answers requests with what load(path) took and with what its matrix holds; it gives both matrices."""

    def answer(path):
        with Clock() as clock:
            by_user, by_artist = load(path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        users, artists = by_user.shape
        matrix = {
            "entries": by_artist.nnz, "plays": float(by_user.sum(dtype=np.float64)), "users": users, "artists": artists,
        }
        del by_user, by_artist
        gc.collect()
        return {**clock.cost(), "peakMegabytes": peak / 1e6, "matrix": matrix}

    serve(answer)
