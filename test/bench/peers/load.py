"""The original notebook's load: TSV to a users x artists matrix with pandas and scipy.

Quoting is off and "NA" is a name, which the original missed: the same rows are read here and there.
"""

import csv
import gc
import resource

import pandas as pd
import scipy.sparse as sparse
from peer import Clock, serve


def load(path):
    raw = pd.read_csv(
        path, sep="\t", header=None, usecols=[0, 2, 3], names=["user", "mbid", "artist", "plays"],
        quoting=csv.QUOTE_NONE, keep_default_na=False, na_values=[""],
    )
    data = raw.dropna().copy()
    del raw
    user = data["user"].astype("category")
    artist = data["artist"].astype("category")
    plays = data["plays"].astype(float)
    return sparse.coo_matrix((plays, (user.cat.codes, artist.cat.codes))).tocsr()


def answer(path):
    with Clock() as clock:
        matrix = load(path)
    entries, plays = matrix.nnz, matrix.sum()
    shape = matrix.shape
    del matrix
    gc.collect()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": clock.seconds, "entries": entries, "plays": plays, "shape": shape, "peakBytes": peak}


if __name__ == "__main__":
    serve(answer)
