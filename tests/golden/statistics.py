"""Makes statistics.json: what other software says of small invented data.

    python -m venv venv && venv/bin/pip install numpy scipy scikit-learn statsmodels krippendorff
    venv/bin/python statistics.py > statistics.json

Made with numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, statsmodels 0.15.0, krippendorff 0.9.0.
Where no package has a formula it is written out here, independently of the Rust code.
"""
import itertools
import json
import math

import krippendorff
import numpy as np
from scipy import special, stats
from scipy.cluster import hierarchy
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score, silhouette_samples, silhouette_score
from sklearn.mixture import GaussianMixture
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import DescrStatsW
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

rng = np.random.default_rng(20260101)
out = {}


def numbers(values):
    return [float(v) for v in values]


# -- tails -----------------------------------------------------------------------------------------------------------------
out["normal_quantile"] = [[p, float(special.ndtri(p))] for p in (1e-12, 0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.999999)]
out["normal_two_sided"] = [2.8834815341, float(2 * stats.norm.sf(2.8834815341))]
out["student_quantile"] = [
    [p, df, float(stats.t.ppf(p, df))] for df in (1, 2, 7, 49, 1000.5) for p in (1e-6, .025, .5, .9, .975, .9995)
]
out["chi2_upper"] = [
    [x, df, float(stats.chi2.sf(x, df)), float(stats.chi2.logsf(x, df))]
    for x, df in ((0.01, 1), (3.84, 1), (10.0979, 4), (75, 1), (400, 1), (1000, 3), (30, 40), (90, 40), (2.5, 0.7))
]
out["gamma_quantile"] = [
    [a, p, float(special.gammaincinv(a, p))]
    for a in (0.3, 1, 7, 8, 52, 1000, 123456) for p in (0.005, 0.025, 0.5, 0.975)
]

# -- rates and shares --------------------------------------------------------------------------------------------------------


def garwood(k, n, level):
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * k) / 2 if k else 0.0
    return [1000 * k / n, 1000 * low / n, 1000 * stats.chi2.ppf(1 - tail, 2 * k + 2) / 2 / n]


out["garwood"] = [
    [k, n, level, *numbers(garwood(k, n, level))]
    for k, n, level in ((7, 874, .95), (0, 345, .95), (1, 345, .95), (52, 50000, .95), (52, 50000, .99), (90000, 10**7, .9))
]
out["wilson"] = [
    [k, n, level, *numbers(proportion_confint(k, n, 1 - level, method="wilson"))]
    for k, n, level in ((42, 60, .95), (42, 56, .95), (0, 10, .95), (10, 10, .95), (1, 1, .9), (700, 100000, .99))
]
out["newcombe"] = []
for k1, n1, k2, n2 in ((56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (5, 56, 0, 29), (30, 100, 30, 100)):
    low, high = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=.05)
    out["newcombe"].append([k1, n1, k2, n2, .95, k1 / n1 - k2 / n2, float(low), float(high)])

# -- corrections -------------------------------------------------------------------------------------------------------------
p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 1.0, 0.7, 0.0002, 0.049]
out["correction"] = {
    "p": p,
    "bh": numbers(multipletests(p, method="fdr_bh")[1]),
    "holm": numbers(multipletests(p, method="holm")[1]),
    "p_1995": [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .324, .4262, .5719, .6528, .759, 1.0],
}

# -- keyness -----------------------------------------------------------------------------------------------------------------


def two_cell(a, b, c, d):
    share = (a + b) / (c + d)
    return 2 * sum(special.xlogy(o, o / e) for o, e in ((a, c * share), (b, d * share)))


pairs = []
for a, b, c, d in ((52, 57, 50000, 75000), (7, 2, 874, 1021), (0, 6, 345, 1500), (10, 20, 1000, 2000), (900, 3, 40000, 90000)):
    table = [[a, b], [c - a, d - b]]
    sign = np.sign(a / c - b / d)
    g2 = two_cell(a, b, c, d)
    four = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    pearson = stats.chi2_contingency(table, correction=False).statistic
    yates = stats.chi2_contingency(table, correction=True).statistic
    x, y = a or .5, b or .5
    ratio = math.log2((x / c) / (y / d))
    half = stats.norm.ppf(.975) * math.sqrt(1 / x - 1 / c + 1 / y - 1 / d) / math.log(2)
    pairs.append([a, b, c, d, *numbers([sign * g2, sign * four, stats.chi2.sf(g2, 1), ratio, ratio - half, ratio + half,
                                        sign * pearson, sign * yates])])
observed, tokens = np.array([7, 3, 0, 12, 4]), np.array([874, 913, 345, 1021, 455])
g2 = stats.power_divergence(observed, tokens * observed.sum() / tokens.sum(), lambda_="log-likelihood")
log_odds = []
for a, b, prior in ((12, 5, .4), (9, 11, .3), (7, 2, .15), (0, 6, .2), (972, 1976, 98.95)):
    n1, n2, a0 = 1000, 2000, 100.0
    delta = special.logit((a + prior) / (n1 + a0)) - special.logit((b + prior) / (n2 + a0))
    log_odds.append([a, b, n1, n2, prior, a0, *numbers([delta, delta / math.sqrt(1 / (a + prior) + 1 / (b + prior))])])
out["keyness"] = {
    "pairs": pairs,
    "sources": {"observed": observed.tolist(), "tokens": tokens.tolist(),
                "g2_df_p": numbers([g2.statistic, 4, g2.pvalue])},
    "log_odds": log_odds,
}

# -- quantiles and BCa -------------------------------------------------------------------------------------------------------
values = numbers(rng.normal(size=37).round(3))
out["quantile"] = {"values": values, "cases": [[q, float(np.quantile(values, q))] for q in (0, .025, .31, .5, .975, 1)]}




def bca(samples, statistic):
    result = stats.bootstrap(samples, statistic, n_resamples=499, method="BCa", vectorized=False,
                             paired=False, rng=np.random.default_rng(3))
    jackknife, cubes, squares = [], 0.0, 0.0
    for i, sample in enumerate(samples):
        left = [statistic(*[np.delete(s, j) if k == i else s for k, s in enumerate(samples)]) for j in range(len(sample))]
        jackknife.append(numbers(left))
        u = (len(left) - 1) * (np.mean(left) - np.array(left))
        cubes += (u**3).sum() / len(left)**3
        squares += (u**2).sum() / len(left)**2
    return {"draws": numbers(result.bootstrap_distribution), "estimate": float(statistic(*samples)),
            "jackknife": jackknife, "acceleration": float(cubes / squares**1.5 / 6),
            "low": float(result.confidence_interval.low), "high": float(result.confidence_interval.high)}


skewed = rng.exponential(size=14).round(3)
other = rng.exponential(2, size=9).round(3)
out["bca"] = {
    "one_sample": bca((skewed,), lambda x: float(np.mean(x))),
    "two_samples": bca((skewed, other), lambda x, y: float(np.mean(x) - np.mean(y))),
}

draws = np.array(out["bca"]["one_sample"]["draws"])
out["expanded"] = []
for n in (2, 4, 14, 1000):
    tail = stats.norm.cdf(-math.sqrt(n / (n - 1)) * stats.t.ppf(.975, n - 1))
    out["expanded"].append([n, *numbers(np.quantile(draws, [tail, 1 - tail]))])

# -- bootstrap by enumeration --------------------------------------------------------------------------------------------------
A, B = [[4, 400], [1, 500], [7, 350]], [[0, 300], [2, 600], [1, 450]]


def all_rates(rows):
    drawn = [np.sum([rows[i] for i in c], axis=0) for c in itertools.product(range(3), repeat=3)]
    return np.array([1000 * k / n for k, n in drawn])


def type7(values):
    return numbers(np.quantile(values, [.025, .975]))


rate_a, rate_b = 1000 * 12 / 1250, 1000 * 3 / 1350
out["bootstrap"] = {
    "A": A, "B": B, "rate_A": rate_a, "difference": rate_a - rate_b,
    "A_type7": type7(all_rates(A)), "B_type7": type7(all_rates(B)),
    "diff_type7": type7((all_rates(A)[:, None] - all_rates(B)[None, :]).ravel()),
}

# -- permutation ---------------------------------------------------------------------------------------------------------------
x, y = [9.1, 7.4, 8.8, 6.9], [3.2, 5.0, 7.1, 4.4]
exact = stats.permutation_test((x, y), lambda a, b: np.mean(a) - np.mean(b), n_resamples=np.inf, vectorized=False)
groups = [[3.0, 5.0, 4.0, 8.0], [1.0, 2.0, 2.0, 4.0], [6.0, 7.0, 9.0, 5.0]]


def between(*parts):
    everything = np.concatenate(parts)
    return sum(len(g) * (np.mean(g) - everything.mean())**2 for g in parts)


everything = sum(groups, [])
seen = between(*groups)
deals = []
for first in itertools.combinations(range(12), 4):
    rest = [i for i in range(12) if i not in first]
    for second in itertools.combinations(rest, 4):
        third = [i for i in rest if i not in second]
        deals.append(between(*[[everything[i] for i in part] for part in (first, second, third)]))
out["permutation"] = {
    "x": x, "y": y, "difference": float(exact.statistic), "p": float(exact.pvalue),
    "groups": groups, "between_ss": float(seen), "omnibus_p": float(np.mean(np.array(deals) >= seen - 1e-9)),
}

# -- dispersion ----------------------------------------------------------------------------------------------------------------
articles = np.array([[7, 874], [0, 913], [1, 345], [0, 1021], [12, 455], [3, 3000]])
v, s = articles[:, 0] / articles[:, 0].sum(), articles[:, 1] / articles[:, 1].sum()
dp = np.abs(v - s).sum() / 2
out["dispersion"] = {"articles": articles.tolist(), "dp": float(dp), "dp_norm": float(dp / (1 - s.min()))}

# -- agreement -----------------------------------------------------------------------------------------------------------------
nan = np.nan
textbook = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
    [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
])
random = rng.integers(0, 4, size=(5, 40)).astype(float)
random[rng.random(random.shape) < .3] = nan
random[:, :15] = np.where(np.isnan(random[:, :15]), nan, random[0, :15])
fractions = np.abs(rng.normal(3, 1, size=(3, 25)).round(2))


def alphas(data):
    data = np.array(data)
    return {level: float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))
            for level in ("nominal", "ordinal", "interval", "ratio")}


def coders(data):
    return [[None if math.isnan(x) else x for x in row] for row in data.tolist()]


resamples = [list(range(12)), [0, 0, 2, 3, 5, 5, 6, 7, 8, 9, 10, 11], [6, 6, 6, 3, 3, 1, 5, 10, 10, 0, 2, 8]]
one = rng.integers(0, 4, size=60)
two = np.where(rng.random(60) < .6, one, rng.integers(0, 4, size=60))
complete = rng.integers(0, 3, size=(4, 30))
complete[1:, :18] = complete[0, :18]
out["agreement"] = {
    "textbook": {
        "coders": coders(textbook), "alpha": alphas(textbook),
        "resamples": [{"units": r, **{k: v for k, v in alphas(textbook[:, r]).items() if k in ("nominal", "ordinal")}}
                      for r in resamples],
        "unit_bootstrap_nominal": [0.415, 1.0],
    },
    "random": {"coders": coders(random), "alpha": alphas(random)},
    "fractions": {"coders": coders(fractions), "alpha": alphas(fractions)},
    "two": {
        "coders": [one.tolist(), two.tolist()], "percent": float(np.mean(one == two)),
        "cohen": float(cohen_kappa_score(one, two)),
        "cohen_linear": float(cohen_kappa_score(one, two, weights="linear")),
        "cohen_quadratic": float(cohen_kappa_score(one, two, weights="quadratic")),
    },
    "complete": {"coders": complete.tolist(), "fleiss": float(fleiss_kappa(aggregate_raters(complete.T)[0]))},
}

# -- classification --------------------------------------------------------------------------------------------------------------
cases = []
for tp, fp, fn in ((42, 18, 14), (1, 0, 9), (0, 4, 4), (300, 7, 21)):
    found = proportion_confint(tp, tp + fp + fn, .05, method="wilson")
    f1 = 2 * tp / (2 * tp + fp + fn)
    cases.append([tp, fp, fn,
                  tp / (tp + fp), *numbers(proportion_confint(tp, tp + fp, .05, method="wilson")),
                  tp / (tp + fn), *numbers(proportion_confint(tp, tp + fn, .05, method="wilson")),
                  f1, *numbers(2 * np.array(found) / (1 + np.array(found)))])


def lang_reiczigel(found, n, tp, fp, fn, tn):
    z = stats.norm.ppf(.975)
    point = (found / n + tn / (tn + fp) - 1) / (tp / (tp + fn) + tn / (tn + fp) - 1)
    N, SE, SP = n + z**2, tp + fn + 2, tn + fp + 2
    P, Se, Sp = (found + z**2 / 2) / N, (tp + 1) / SE, (tn + 1) / SP
    centre = (P + Sp - 1) / (Se + Sp - 1)
    error = math.sqrt(P * (1 - P) / N + centre**2 * Se * (1 - Se) / SE + (1 - centre)**2 * Sp * (1 - Sp) / SP)
    shift = 2 * z**2 * (centre * Se * (1 - Se) / SE - (1 - centre) * Sp * (1 - Sp) / SP)
    ends = [centre + shift + s * z * error / abs(Se + Sp - 1) for s in (-1, 1)]
    return numbers(np.clip([point, *ends], 0, 1))


def correction(tp, fp, fn):
    """Standard error of ln((tp+fn)/(tp+fp)) by the delta method on the multinomial covariance, with a numerical gradient."""
    x = np.array([tp, fp, fn], float)
    log_factor = lambda v: math.log((v[0] + v[2]) / (v[0] + v[1]))
    step = 1e-5
    gradient = np.array([(log_factor(x + step * e) - log_factor(x - step * e)) / (2 * step) for e in np.eye(3)])
    covariance = np.diag(x) - np.outer(x, x) / x.sum()
    return [(tp + fn) / (tp + fp), float(math.sqrt(gradient @ covariance @ gradient))]


def double_sampling(found, n, tp, fp, fn, tn):
    """Tenenbein's estimator with shares drawn towards 1/2 in the interval, as in the one above."""
    z = stats.norm.ppf(.975)
    point = found / n * tp / (tp + fp) + (1 - found / n) * fn / (fn + tn)
    N, HIT, LEFT = n + z**2, tp + fp + 2, fn + tn + 2
    P, Right, Missed = (found + z**2 / 2) / N, (tp + 1) / HIT, (fn + 1) / LEFT
    centre = P * Right + (1 - P) * Missed
    error = math.sqrt((Right - Missed)**2 * P * (1 - P) / N + P**2 * Right * (1 - Right) / HIT
                      + (1 - P)**2 * Missed * (1 - Missed) / LEFT)
    return numbers(np.clip([point, centre - z * error, centre + z * error], 0, 1))


# -- items drawn with unequal chances: weighted means of statsmodels, Wilson's interval of statsmodels on Kish's effective n -----
items = [[int(i % 3 > 0), int(i % 4 > 0), [1.0, 2.5, 9.96][i % 5 % 3]] for i in range(60)]


def weighted(of, among):
    chosen = [(of(t, p), w) for t, p, w in items if among(t, p)]
    y, w = (np.array(v, float) for v in zip(*chosen))
    value = DescrStatsW(y, weights=w).mean
    n = w.sum()**2 / (w**2).sum()
    return [float(value), *numbers(proportion_confint(value * n, n, .05, method="wilson"))]


both = weighted(lambda t, p: t and p, lambda t, p: t or p)
out["weighted"] = {
    "items": items,
    "precision": weighted(lambda t, p: p, lambda t, p: t),
    "recall": weighted(lambda t, p: t, lambda t, p: p),
    "f1": [2 * j / (1 + j) for j in both],
}

out["classification"] = {
    "cases": cases,
    "double_sampling": [[*c, *double_sampling(*c)] for c in
                        ((20, 1000, 80, 10, 20, 790), (3, 50, 42, 18, 14, 226), (900, 1000, 60, 2, 3, 30), (0, 200, 9, 9, 1, 81))],
    "prevalence": [[*c, *lang_reiczigel(*c)] for c in
                   ((20, 1000, 80, 10, 20, 790), (3, 50, 42, 18, 14, 226), (900, 1000, 60, 2, 3, 30), (0, 200, 9, 9, 1, 81))],
    "correction": [[*c, *correction(*c)] for c in ((42, 18, 14), (300, 7, 21), (5, 20, 1))],
}

# -- contingency ---------------------------------------------------------------------------------------------------------------
out["contingency"] = []
for table in ([[12, 3], [4, 11]], [[5, 0, 9], [2, 7, 1], [30, 1, 4], [1, 1, 1]], [[10, 20, 30], [20, 40, 60]]):
    table = np.array(table)
    chi2, p_value, df, expected = stats.chi2_contingency(table, correction=False)
    n, (r, c) = table.sum(), table.shape
    phi2 = max(0, chi2 / n - (r - 1) * (c - 1) / (n - 1))
    corrected = math.sqrt(phi2 / min(r - (r - 1)**2 / (n - 1) - 1, c - (c - 1)**2 / (n - 1) - 1))
    out["contingency"].append({
        "table": table.tolist(), "chi2": float(chi2), "df": int(df), "p": float(p_value),
        "v": float(stats.contingency.association(table, method="cramer")), "v_corrected": corrected,
        "smallest": float(expected.min())})

# -- shift -----------------------------------------------------------------------------------------------------------------------
words = [[9, 1, 0.8], [2, 9, -0.4], [4, 4, 0.1], [0, 3, -0.9], [20, 31, 0.0]]
w = np.array(words)
p_here, p_there, phi = w[:, 0] / w[:, 0].sum(), w[:, 1] / w[:, 1].sum(), w[:, 2]
reference = float(p_there @ phi)
out["shift"] = {
    "words": words, "reference": reference, "difference": float(p_here @ phi - p_there @ phi),
    "contributions": [[i, float(x)] for i, x in enumerate((p_here - p_there) * (phi - reference))],
}

# -- clusters --------------------------------------------------------------------------------------------------------------------


def ward(points, cuts):
    tree = hierarchy.linkage(np.array(points, float), "ward")
    return {"rows": points, "heights": numbers(tree[:, 2]),
            **{f"cut_{k}": hierarchy.fcluster(tree, k, "maxclust").tolist() for k in cuts}}


def silhouettes(points, labels):
    return {"rows": points, "labels": labels, "values": numbers(silhouette_samples(points, labels)),
            "mean": float(silhouette_score(points, labels))}


def components(points):
    """scikit-learn's signs are its own: the loading of greatest size is made positive."""
    pca = PCA(2, svd_solver="full").fit(points)
    signs = np.array([np.sign(axis[np.argmax(np.abs(axis))]) for axis in pca.components_])
    return {"rows": np.array(points).tolist(), "explained": numbers(pca.explained_variance_ratio_),
            "points": (pca.transform(points) * signs).tolist(), "loadings": (pca.components_.T * signs).tolist()}


blobs = np.concatenate([rng.normal(centre, .6, size=(size, 3)) for centre, size in
                        (((0, 0, 0), 14), ((4, 0, 1), 11), ((0, 5, 2), 9), ((4, 5, -3), 6))]).round(4)
kmeans = {}
for k in (2, 3, 4):
    model = KMeans(k, n_init=200, random_state=0, tol=0, max_iter=1000).fit(blobs)
    kmeans[k] = {"inertia": float(model.inertia_), "labels": model.labels_.tolist()}
unequal = np.concatenate([rng.normal(0, 2.5, size=(60, 2)), rng.normal([5, 0], .25, size=(40, 2))]).round(4)
crowd = np.concatenate([rng.normal(c, .4, size=(15, 2)) for c in ((0, 0), (5, 5))] + [rng.uniform(-4, 9, (8, 2))]).round(4)
crowd = crowd[np.lexsort((crowd[:, 1], crowd[:, 0]))]
counts = rng.poisson(.9, size=(7, 6)).astype(float)
tall = (rng.normal(size=(15, 4)) * [3, 1, 2, .5]).round(4)
wide = (rng.normal(size=(5, 9)) * np.arange(1, 10)).round(4)
rand = []
for a, b in (([0, 0, 1, 1], [0, 0, 1, 2]), ([0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1]),
             ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), ([0, 1, 0, 1], [0, 0, 1, 1])):
    rand.append({"a": a, "b": b, "ari": float(adjusted_rand_score(a, b))})
out["cluster"] = {
    "blobs": blobs.tolist(),
    "kmeans": kmeans,
    "ward": {
        "points": ward([[0, 0], [0, 1], [1, 0], [4, 4], [4, 5], [9, 0], [9, 1], [2.5, 2.5]], [3]),
        "elements": ward([[1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0], [0, 0, 1, 1, 0, 1],
                          [0, 0, 1, 1, 0, 0], [0, 1, 1, 1, 0, 1], [0, 0, 0, 0, 1, 1]], [2, 3]),
    },
    "unequal": {"rows": unequal.tolist(),
                "labels": GaussianMixture(2, n_init=10, random_state=0, tol=1e-9, max_iter=1000,
                                          reg_covar=1e-3 * unequal.var(axis=0).mean()).fit_predict(unequal).tolist(),
                "kmeans": KMeans(2, n_init=10, random_state=0).fit_predict(unequal).tolist()},
    "dbscan": {"rows": crowd.tolist(), "radius": 0.8,
               "labels": [None if x < 0 else int(x) for x in DBSCAN(eps=.8, min_samples=4).fit_predict(crowd)]},
    "silhouette": {
        "singleton": silhouettes([[0, 0], [0, 1], [5, 5], [5, 6], [10, 0]], [0, 0, 1, 1, 2]),
        "blobs": silhouettes(blobs.tolist(), kmeans[3]["labels"]),
    },
    "rand": rand,
    "pca": {"tall": components(tall), "wide": components(wide)},
}
out["tfidf"] = {"counts": counts.tolist(), "weights": TfidfTransformer().fit_transform(counts).toarray().tolist()}

print(json.dumps(out, indent=1))
