#!/usr/bin/env python3
"""Fits the English tone weights to human ratings of news sentences. Method: README.md in this folder.

    fit.py --nyt vader_nyt.jsonl --newsmtsc newsmtsc.jsonl [--write] [--measure other.jsonl …]

Reads `en_prior.tsv` (gradings before fitting), `../en/tone.toml` and `../en/shifters.toml`; with --write makes `../en/tone.tsv`.
Input: JSON lines with `text` and `valence` (NYT: −4…4) or `label` (negative, neutral, positive); both sets are MIT-licensed and are read
from the user's own copy. The same input gives the same file. Needs Python 3.11, numpy, scipy, snowballstemmer.
"""
import argparse, collections, functools, hashlib, json, math, pathlib, re, tomllib

import numpy as np
import scipy.sparse as sp
import snowballstemmer
from scipy.optimize import minimize

HERE = pathlib.Path(__file__).parent
LEX = HERE.parent / "en"

# ---- the formula of src/score/tone.rs
CURVE = (-0.7, -0.5, -0.3, -0.1, 0.1)  # factor at distance 1…5 behind a negation
BEFORE, AFTER = 0.65, 1.15             # before and after the last contrast
AMPLIFY, SOFTEN = 0.4, 0.25
NAME, QUESTION, EXCLAMATION = 0.5, 0.6, 1.2
DEMAND, DEMAND_REACH = 0.6, 4
MASS = 0.85                            # neutral mass of a sentence of n words: MASS·√n

# ---- fitting
FORM, FAMILY = 10.0, 5.0               # penalties on the change of a form and of a stem family
LABEL_WEIGHT = 0.5                     # weight of a NewsMTSC sentence; an NYT sentence weighs 1
FOLDS = 5

STEM = functools.cache(snowballstemmer.stemmer("english").stemWord)
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def folded(word):
    return word.lower().replace("’", "'")


def owner(word):
    return word[:-2] if word.endswith("'s") else word


def pattern(source):
    out = []
    for part in source.split():
        exact, part = part.startswith("="), part.lstrip("=")
        for piece in part.split("-"):
            piece = folded(piece)
            out.append((0, piece) if exact else (1, STEM(piece)))
    return tuple(out)


class Trie:
    """patterns → value, the longest match first, forms before stems, earlier entries before later ones"""

    def __init__(self):
        self.first = collections.defaultdict(list)

    def add(self, source, value):
        words = pattern(source)
        self.first[words[0]].append((-len(words), sum(k for k, _ in words), len(self.first[words[0]]), words, value))

    def done(self):
        for rows in self.first.values():
            rows.sort(key=lambda r: r[:3])
        return self

    def at(self, views, i, free):
        """every match at token i, best first"""
        rows = [r for view in views[i] for r in self.first.get(view, ())]
        rows.sort(key=lambda r: r[:2])
        for _, _, _, words, value in rows:
            n = len(words)
            if i + n <= len(views) and free(i, n) and all(w in views[i + j] for j, w in enumerate(words)):
                yield n, value


class Lexicon:
    def __init__(self, prior, fixed, shifters):
        self.words, self.shift = Trie(), Trie()
        self.value = {}
        for source, v in list(fixed.items()) + list(prior.items()):
            self.value.setdefault(source, v)
        for source in fixed:
            self.words.add(source, source)
        for source in prior:
            if source not in fixed:
                self.words.add(source, source)
        for name, entries in shifters.items():
            for e in entries:
                self.shift.add(e["pattern"] if isinstance(e, dict) else e, (name, e.get("weight", 1.0) if isinstance(e, dict) else 1.0))
        self.words.done(), self.shift.done()

    def occurrences(self, text):
        """[(entry, factor)], number of words"""
        ms = list(TOKEN.finditer(text))
        raw = [m.group() for m in ms]
        n = len(raw)
        views = [{(0, folded(w)), (0, owner(folded(w))), (1, STEM(folded(w)))} for w in raw]
        gaps = [text[ms[i].end():ms[i + 1].start()] if i + 1 < n else "" for i in range(n)]
        mark = [bool(re.search(r"[^\s\"“”«»‘’'-]|\s-|--", g)) for g in gaps]
        end = [bool(re.search(r"[;:.!?()\[\]—]", g)) for g in gaps]
        titled = sum(w[0].isupper() for w in raw) * 2 > n
        free = lambda i, k: not any(mark[i:i + k - 1])
        out, contrasts, amp = [], [], [1.0] * (n + 8)
        negation = averts = spoils = demand = None
        silent = i = 0
        curve = lambda at, by: 1.0 if by is None or at - by > len(CURVE) else CURVE[at - by - 1]
        while i < n:
            step = 1
            hit = next(self.words.at(views, i, free), None)
            if hit:
                step, entry = hit
                v, c = self.value[entry], amp[i] * curve(i, negation)
                if v < 0:
                    c *= curve(i, averts)
                elif v > 0:
                    c *= curve(i, spoils)
                if demand is not None and i - demand <= DEMAND_REACH:
                    c *= DEMAND
                if not titled and i and not end[i - 1] and raw[i][0].isupper() and not (len(raw[i]) > 1 and raw[i].isupper()):
                    c *= NAME
                out.append([entry, c, i])
            seen = set()
            for k, (name, weight) in self.shift.at(views, i, free):
                if name in seen:
                    continue
                seen.add(name)
                last = i + k - 1
                if k < step:
                    continue  # part of a longer phrase with a valence
                if name == "no negation":
                    silent = max(silent, last + 1)
                elif name == "negation" and i >= silent and "no negation" not in seen:
                    negation = last
                elif name == "averts harm":
                    averts = last
                elif name == "spoils good":
                    spoils = last
                elif name == "demand":
                    demand = last
                elif name == "contrast":
                    contrasts.append(i)
                    negation = averts = spoils = None
                elif name == "amplifier" and last + 1 < n and not mark[last]:
                    amp[last + 1] *= 1 + AMPLIFY * weight
                elif name == "downtoner" and last + 1 < n and not mark[last]:
                    amp[last + 1] *= 1 - SOFTEN * weight
            if any(end[i:i + step]):
                negation = averts = spoils = demand = None
            i += step
        whole = text.rstrip(" \"'”’)")
        f = (QUESTION if whole.endswith("?") else 1.0) * (EXCLAMATION if whole.endswith("!") else 1.0)
        if contrasts:
            for o in out:
                o[1] *= BEFORE if o[2] < contrasts[-1] else AFTER
        return [(e, c * f) for e, c, _ in out], n


# ---- data
def read(path):
    return [r for r in map(json.loads, open(path, encoding="utf-8")) if r.get("lang", "en") == "en"]


def targets(rows):
    return np.array([r["valence"] / 2 if "valence" in r else {"negative": -1, "neutral": 0, "positive": 1}[r["label"]] for r in rows], float)


def fold_of(row):
    # Sentences of one editorial stay in one fold.
    key = row["id"].split("_")[0] if "valence" in row else row["id"]
    return int(hashlib.md5(key.encode()).hexdigest(), 16) % FOLDS


def three(x):
    return "positive" if x >= 0.05 else "negative" if x <= -0.05 else "neutral"


def measure(rows, tone):
    if "valence" in rows[0]:
        return f"Pearson {np.corrcoef([r['valence'] for r in rows], tone)[0, 1]:.4f}"
    gold, said, f1 = [r["label"] for r in rows], [three(x) for x in tone], []
    for c in ("negative", "neutral", "positive"):
        tp = sum(g == c == s for g, s in zip(gold, said))
        f1.append(2 * tp / max(1, gold.count(c) + said.count(c)))
    return f"macro-F1 {sum(f1) / 3:.4f}"


class Model:
    """tone = Σ c·v / (MASS·√n + Σ|c·v|), v = prior + change of the form + change of the stem family"""

    def __init__(self, lexicon, fixed, sets):
        entries, r, c, x, n = {}, [], [], [], []
        for row in (row for rows in sets for row in rows):
            found, words = lexicon.occurrences(row["text"])
            for entry, factor in found:
                r.append(len(n)), c.append(entries.setdefault(entry, len(entries))), x.append(factor)
            n.append(words)
        self.entries = list(entries)
        self.c = sp.csr_matrix((x, (r, c)), shape=(len(n), len(entries)))
        self.mass = MASS * np.sqrt(np.array(n, float))
        self.prior = np.array([lexicon.value[e] for e in self.entries])
        self.free = np.array([0.0 if e in fixed else 1.0 for e in self.entries])
        families = {}
        self.family = np.array([families.setdefault(family(e), len(families)) for e in self.entries])
        self.families = list(families)

    def tone(self, v, rows=slice(None)):
        c = self.c[rows]
        return c @ v / (self.mass[rows] + abs(c) @ np.abs(v))

    def fit(self, rows, y, weight, label):
        c, mass = self.c[rows], self.mass[rows]
        size = abs(c)
        ct, st = c.T.tocsr(), size.T.tocsr()
        k, m = len(self.entries), len(self.families)

        def loss(p):
            form, fam, gain = p[:k] * self.free, p[k:k + m], p[k + m:]
            v = self.prior + form + fam[self.family] * self.free
            s, d = c @ v, mass + size @ np.abs(v)
            t, g = s / d, gain[label]
            e = g * t - y
            q = 2 * weight * e * g
            grad = (ct @ (q / d) - np.sign(v) * (st @ (q * s / d**2))) * self.free
            gains = [(2 * weight * e * t)[label == i].sum() for i in (0, 1)]
            value = (weight * e * e).sum() + FORM * form @ form + FAMILY * fam @ fam
            return value, np.concatenate([grad + 2 * FORM * form, np.bincount(self.family, grad, m) + 2 * FAMILY * fam, gains])

        start = np.concatenate([np.zeros(k + m), [2.0, 2.0]])
        p = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
        return p[:k] * self.free, p[k:k + m]

    def weights(self, changes):
        form, fam = changes
        return np.clip(self.prior + form + fam[self.family] * self.free, -1, 1)


def family(entry):
    return STEM(entry[1:]) if entry.startswith("=") and " " not in entry else entry


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--nyt", required=True), ap.add_argument("--newsmtsc", required=True)
    ap.add_argument("--measure", nargs="*", default=[]), ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    prior, source = {}, {}
    for line in (HERE / "en_prior.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            p, v, s = line.split("\t")
            prior[p], source[p] = float(v), s
    toml = tomllib.loads((LEX / "tone.toml").read_text(encoding="utf-8"))
    fixed = {e: g["valence"] for g in toml["group"] for e in g["entries"]}
    shifters = {g["name"]: g["entries"] for g in tomllib.loads((LEX / "shifters.toml").read_text(encoding="utf-8"))["group"]}
    lexicon = Lexicon(prior, fixed, shifters)
    nyt, mtsc = read(a.nyt), read(a.newsmtsc)
    others = [read(p) for p in a.measure]
    model = Model(lexicon, fixed, [nyt, mtsc] + others)
    bounds = np.cumsum([0, len(nyt), len(mtsc)] + [len(o) for o in others])
    n = bounds[2]
    y = np.concatenate([targets(nyt), targets(mtsc)])
    label = np.array([0] * len(nyt) + [1] * len(mtsc))
    weight = np.where(label == 0, 1.0, LABEL_WEIGHT)
    fold = np.array([fold_of(r) for r in nyt + mtsc])
    crossed = np.zeros(bounds[-1])
    for f in range(FOLDS):
        train = np.flatnonzero(fold != f)
        v = model.weights(model.fit(train, y[train], weight[train], label[train]))
        t = model.tone(v)
        crossed[:n][fold == f] = t[:n][fold == f]
        crossed[n:] += t[n:] / FOLDS
    changes = model.fit(np.arange(n), y, weight, label)
    v = model.weights(changes)
    before, after = model.tone(model.prior), model.tone(v)
    for name, rows, lo, hi in zip([a.nyt, a.newsmtsc] + a.measure, [nyt, mtsc] + others, bounds, bounds[1:]):
        cv = "cross-validated" if hi <= n else "mean of folds"
        print(f"{pathlib.Path(name).stem:28s} n {len(rows):5d}  before {measure(rows, before[lo:hi])}  "
              f"{cv} {measure(rows, crossed[lo:hi])}  in sample {measure(rows, after[lo:hi])}")
    if a.write:
        fitted = dict(zip(model.entries, v))
        fam = dict(zip(model.families, changes[1]))
        with open(LEX / "tone.tsv", "w", encoding="utf-8") as out:
            out.write("# pattern\tvalence\tsource; made by ../training/fit.py from ../training/en_prior.tsv: change it there\n")
            for p in sorted(prior):
                if p in fixed:
                    continue
                w = fitted.get(p, prior[p] + fam.get(family(p), 0.0))
                out.write(f"{p}\t{max(-1.0, min(1.0, w)):+.2f}\t{source[p]}\n")


if __name__ == "__main__":
    main()
