"""The load with polars: a lazy scan of the columns that are needed, names as categoricals."""

import polars as pl
from load import matrices, serve_load

SCHEMA = {"user": pl.String, "mbid": pl.String, "artist": pl.String, "plays": pl.Float32}


def categorical(name):
    # Categories of its own: those that columns share by default would be numbered together.
    return pl.col(name).cast(pl.Categorical(pl.Categories(name)))


def load(path):
    scan = pl.scan_csv(path, separator="\t", has_header=False, quote_char=None, schema=SCHEMA)
    data = scan.select("user", "artist", "plays").drop_nulls()
    data = data.with_columns(categorical("user"), categorical("artist")).collect(engine="streaming")
    codes = (data[name].to_physical().to_numpy() for name in ("user", "artist"))
    return matrices(data["plays"].to_numpy(), *codes)


if __name__ == "__main__":
    serve_load(load)
