"""Makes a partitioned folder of scores of invented articles, to measure a report on millions: make_scores.py FOLDER [ROWS]."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

import framescope

PART = 1_000_000
SOURCES, YEARS = 30, range(2015, 2021)


def part(schema: pa.Schema, start: int, n: int) -> pa.Table:
    """Rows ``start`` to ``start + n``; the same for any size of parts up to the seed of each."""
    rng = np.random.default_rng(start)
    source = rng.integers(0, SOURCES, n)
    tokens = rng.poisson(450, n).astype(np.int32) + 20
    columns = {
        "id": pa.array([f"a{i}" for i in range(start, start + n)]),
        "source": pa.array([f"Outlet {i:02}" for i in range(SOURCES)]).take(pa.array(source)),
        "date": pa.array([f"{y}-{m:02}" for y in YEARS for m in range(1, 13)]).take(pa.array(rng.integers(0, 72, n))),
        "language": pa.array(["en"]).take(pa.array(np.zeros(n, np.int8))),
        "unit": pa.array(["article"]).take(pa.array(np.zeros(n, np.int8))),
        "end": pa.array(tokens.astype(np.int64) * 6),
        "tokens": pa.array(tokens),
    }
    for f, frame in enumerate(["threat", "capability", "intent", "privacy"]):
        stances = [rng.poisson(0.3 + 0.02 * source * (f == 0), n).astype(np.int32), *(rng.poisson(0.1, (3, n)).astype(np.int32))]
        hits = sum(stances)
        direct = rng.binomial(hits, 0.2).astype(np.int32)
        names = ["", "_asserted", "_hedged", "_hypothetical", "_denied", "_narrator", "_direct", "_indirect"]
        for name, values in zip(names, [hits, *stances, hits - direct, direct, hits * 0]):
            columns[frame + name] = pa.array(values.astype(np.int32))
    tone = np.round(rng.normal(0, 0.2, n).clip(-1, 1), 4).astype(np.float32)
    columns["tone"] = columns["tone_without_frames"] = pa.array(tone)
    zero = pa.array(np.zeros(n, np.int64))
    for field in schema:
        if field.name.startswith(("named:", "related:")):
            columns[field.name] = pa.array(rng.poisson(0.1, n).astype(np.int32))
        columns.setdefault(field.name, zero)
    return pa.table({f.name: columns[f.name].cast(f.type) for f in schema}, schema=schema)


def main(folder: str, rows: str = "10000000") -> None:
    """Writes the parts."""
    from framescope.engines import schema

    out = Path(folder)
    out.mkdir(parents=True)
    columns = schema(framescope.Scorer())
    for start in range(0, int(rows), PART):
        table = part(columns, start, min(PART, int(rows) - start))
        pyarrow.parquet.write_table(table, out / f"part-{start // PART:03}.parquet", compression="zstd")


if __name__ == "__main__":
    main(*sys.argv[1:])
