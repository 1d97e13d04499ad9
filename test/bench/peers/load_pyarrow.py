"""The load with pyarrow's own reader, which makes dictionaries of names as it reads, and pandas."""

import pyarrow as pa
from load import matrices, serve_load
from pyarrow import csv

NAMES = pa.dictionary(pa.int32(), pa.string())


def load(path):
    table = csv.read_csv(
        path,
        read_options=csv.ReadOptions(column_names=["user", "mbid", "artist", "plays"]),
        parse_options=csv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=csv.ConvertOptions(
            include_columns=["user", "artist", "plays"],
            column_types={"user": NAMES, "artist": NAMES, "plays": pa.float32()},
            strings_can_be_null=True, null_values=[""],
        ),
    )
    data = table.to_pandas().dropna()
    return matrices(data["plays"].to_numpy(), data["user"].cat.codes, data["artist"].cat.codes)


if __name__ == "__main__":
    serve_load(load)
