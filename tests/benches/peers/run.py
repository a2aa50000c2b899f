#!/usr/bin/env python3
"""Runs framescope and its peers on the same file, one after the other, and prints user CPU seconds and ratios.

    cargo bench --bench corpus -- 10 > /tmp/corpus.jsonl
    cargo build --release
    python3 tests/benches/peers/run.py /tmp/corpus.jsonl

Python peers are installed into target/peers from PyPI, quanteda into target/peers/R from CRAN if Rscript has none (R and a C++
compiler must be there: Debian r-base-dev, libtbb-dev). What cannot be installed is named and its row left out. Every row is a
whole process: start, read, work, write.
"""
import argparse, json, os, platform, re, resource, shutil, statistics, subprocess, sys, tempfile, tomllib, venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PYPI = ["vaderSentiment==3.3.2", "nltk==3.9.2", "spacy>=3.8,<4"]


def spellings(pattern):
    """The patterns that one with alternatives stands for, innermost brackets first: "raid(er|)" -> "raider", "raid"."""
    group = re.search(r"\(([^()]*)\)", pattern)
    if not group:
        return [pattern]
    before, behind = pattern[: group.start()], pattern[group.end() :]
    return [s for way in group[1].split("|") for s in spellings(before + way + behind)]


def patterns():
    """The English frame lexicons as globs, as all peers understand them: frame -> patterns."""
    out = {}
    for file in sorted((ROOT / "lexicons/en/frames").glob("*.toml")):
        lexicon = tomllib.loads(file.read_text(encoding="utf-8"))
        entries = [e if isinstance(e, str) else e["pattern"] for g in lexicon["group"] for e in g["entries"]]
        # quanteda writes an entry with a word left open out for every word of the corpus, and does not come to an end.
        is_gap = lambda word: word == "*" or word.startswith("*{")
        entries = [s for e in entries for s in spellings(e) if not any(map(is_gap, s.split()))]
        plain = lambda w: w[1:] if w.startswith("=") else w if "*" in w or len(w) < 4 else w + "*"
        out[lexicon["frame"]] = [" ".join(plain(w) for w in e.lower().replace("-", " ").split()) for e in entries]
    return out


def measure(command, runs):
    """Median user seconds and largest resident set in MiB of a command."""
    seconds, peak = [], 0
    for _ in range(runs):
        with tempfile.TemporaryFile() as out:
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
            error = child.stderr.read()
            _, status, usage = os.wait4(child.pid, 0)
        if status != 0:
            raise RuntimeError(error.decode(errors="replace")[-400:])
        seconds.append(usage.ru_utime)
        peak = max(peak, usage.ru_maxrss / 1024)
    return statistics.median(seconds), peak


def has_quanteda(library):
    """True if Rscript knows quanteda, installed into a folder of our own if need be."""
    if not shutil.which("Rscript"):
        print("quanteda: not run, Rscript is not installed (Debian: apt install r-base-dev libtbb-dev)", file=sys.stderr)
        return False
    library.mkdir(parents=True, exist_ok=True)
    os.environ["R_LIBS"] = os.pathsep.join(filter(None, [str(library), os.environ.get("R_LIBS")]))
    knows = ["Rscript", "-e", 'quit(status = !requireNamespace("quanteda", quietly = TRUE))']
    if subprocess.run(knows, capture_output=True).returncode == 0:
        return True
    install = f'install.packages("quanteda", lib = "{library}", repos = "https://cloud.r-project.org", Ncpus = 2)'
    done = subprocess.run(["Rscript", "-e", install], capture_output=True, text=True)
    if subprocess.run(knows, capture_output=True).returncode == 0:
        return True
    print("quanteda: not run, it could not be installed:", (done.stderr.strip().splitlines() or ["?"])[-1], file=sys.stderr)
    return False


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("corpus")
    arguments.add_argument("--framescope", default=str(ROOT / "target/release/framescope"))
    arguments.add_argument("--runs", type=int, default=3)
    args = arguments.parse_args()
    place = ROOT / "target/peers"
    python = place / "bin/python"
    if not python.exists():
        venv.create(place, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *PYPI], check=True)

    work = Path(tempfile.mkdtemp(prefix="peers-"))
    dictionary, text = work / "dictionary.json", work / "corpus.txt"
    dictionary.write_text(json.dumps(patterns()))
    size = 0
    with open(args.corpus, encoding="utf-8") as lines, open(text, "w", encoding="utf-8") as out:
        for line in lines:
            article = json.loads(line)["text"]
            size += len(article.encode())
            out.write(article + "\n")
    peer = lambda name: [str(python), str(HERE / f"{name}.py"), args.corpus, str(dictionary)]
    rows = [
        ("framescope score, one thread", [args.framescope, "score", args.corpus, "--threads", "1", "-q"]),
        ("framescope annotate, one thread", [args.framescope, "annotate", args.corpus, "--threads", "1", "-q"]),
        ("wc -w (UTF-8)", ["env", "LC_ALL=C.UTF-8", "wc", "-w", str(text)]),
        ("VADER by sentence", peer("vader")),
        ("NLTK tokens, stems, dictionary", peer("nltk_pipeline")),
        ("spaCy matcher", peer("spacy_matcher")),
    ]
    if has_quanteda(place / "R"):
        rows.append(("quanteda tokens, dictionary, stems, dfm", ["Rscript", str(HERE / "quanteda.R"), args.corpus, str(dictionary)]))
    print(f"{platform.machine()}, {os.cpu_count()} CPUs, {platform.platform()}, Python {platform.python_version()}")
    print(f"{size / 1e6:.1f} MB of text; median of {args.runs} runs\n")
    print("| program | user s | MB/s | peak MiB | times framescope score |\n|---|---|---|---|---|")
    base = None
    for name, command in rows:
        try:
            seconds, peak = measure(command, args.runs)
        except (RuntimeError, OSError) as error:
            print(f"| {name} | not run: {str(error).strip().splitlines()[-1] if str(error).strip() else error} | | | |")
            continue
        base = base or seconds
        print(f"| {name} | {seconds:.2f} | {size / 1e6 / max(seconds, 1e-3):.1f} | {peak:.0f} | {seconds / base:.1f} |", flush=True)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
