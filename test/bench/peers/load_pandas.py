"""The original notebook's load with pandas: without pyarrow (argument: plain), or read and kept by it (pyarrow).

Quoting is off and "NA" is a name, which the original missed: the same rows are read here and there.
"""

import csv
import sys

ARROW = sys.argv[1] == "pyarrow"
if not ARROW:
    sys.modules["pyarrow"] = None  # as on a machine without it

import pandas as pd
from load import matrices, serve_load

COMMON = {
    "sep": "\t", "header": None, "usecols": [0, 2, 3], "names": ["user", "artist", "plays"],
    "keep_default_na": False, "na_values": [""],
}
# pandas does not hand `quoting` to pyarrow's reader: a mark that no file has turns it off.
READER = {"engine": "pyarrow", "dtype_backend": "pyarrow", "quotechar": "\x01"} if ARROW else {"quoting": csv.QUOTE_NONE}


def load(path):
    data = pd.read_csv(path, **COMMON, **READER).dropna()
    user = data["user"].astype("category")
    artist = data["artist"].astype("category")
    return matrices(data["plays"].astype("float32").to_numpy(), user.cat.codes, artist.cat.codes)


if __name__ == "__main__":
    serve_load(load)
