"""implicit's recommend and similar_items on the factors of a model that listenlab saved."""

import json

import numpy as np
import scipy.sparse as sparse
from implicit.als import AlternatingLeastSquares
from peer import Clock, serve

TYPES = {"F32": np.float32, "I32": np.int32}
# Users at a time: enough to keep the matrix multiplication busy, few enough for its scores to fit in memory.
BATCH = 2000
model = None
plays = None


def read_model(path):
    data = np.memmap(path, np.uint8, "r")
    header_bytes = int(data[:8].view(np.uint64)[0])
    header = json.loads(bytes(data[8 : 8 + header_bytes]))

    def tensor(name):
        start, end = (8 + header_bytes + offset for offset in header[name]["data_offsets"])
        return np.array(data[start:end]).view(TYPES[header[name]["dtype"]]).reshape(header[name]["shape"])

    users, artists = tensor("user_factors"), tensor("artist_factors")
    opened = AlternatingLeastSquares(factors=users.shape[1])
    opened.user_factors, opened.item_factors = users, artists
    parts = (tensor("plays.data"), tensor("plays.indices"), tensor("plays.indptr"))
    return opened, sparse.csr_matrix(parts, shape=(len(users), len(artists)))


def recommend(users, count):
    users = np.asarray(users)
    with Clock() as clock:
        for start in range(0, len(users), BATCH):
            batch = users[start : start + BATCH]
            ids, scores = model.recommend(batch, plays[batch], N=count)
    return {**clock.cost(), "lastArtists": ids[-1].tolist(), "lastScores": scores[-1].tolist()}


def similar(artists, count):
    with Clock() as clock:
        for artist in artists:
            ids, _ = model.similar_items(artist, N=count)
    return {**clock.cost(len(artists)), "lastArtists": ids.tolist()}


def answer(task, **request):
    global model, plays
    if task == "open":
        model, plays = read_model(request["path"])
        return {"factors": model.factors}
    return {"recommend": recommend, "similar": similar}[task](**request)


if __name__ == "__main__":
    serve(answer)
