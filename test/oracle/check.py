"""Trains again, with the Python library implicit 0.7.3, from the matrix and the first factors in implicit-0.7.3.json,
and says how far its factors and losses are from those that are written there.

    pip install implicit==0.7.3 && python test/oracle/check.py
"""

import json
from pathlib import Path

import numpy
from implicit.cpu.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

oracle = json.loads(Path(__file__).with_name("implicit-0.7.3.json").read_text())
shape = (oracle["users"], oracle["artists"])
plays = csr_matrix((oracle["plays"], oracle["indices"], oracle["indptr"]), shape=shape)

for solver, results in oracle["solvers"].items():
    for iterations, expected in results.items():
        model = AlternatingLeastSquares(
            factors=oracle["factors"],
            regularization=oracle["regularization"],
            alpha=oracle["alpha"],
            iterations=int(iterations),
            use_cg=solver == "cg3",
            dtype=numpy.float64,
            calculate_training_loss=True,
            num_threads=1,
        )
        model.user_factors = numpy.array(oracle["initialUserFactors"])
        model.item_factors = numpy.array(oracle["initialArtistFactors"])
        losses = []
        model.fit(plays, show_progress=False, callback=lambda iteration, seconds, loss: losses.append(loss))
        error = max(
            numpy.abs(model.user_factors - expected["userFactors"]).max(),
            numpy.abs(model.item_factors - expected["artistFactors"]).max(),
        )
        print(f"{solver} {iterations}: factors within {error:.1e}, loss {losses[-1]} and {expected['loss']}")
