"""NLTK: Treebank tokens, Snowball stems, dictionary look-up of single words; sentences are not split, because that data is not in the package."""
import fnmatch, json, re, sys
from collections import Counter
from nltk.stem.snowball import SnowballStemmer
from nltk.tokenize import NLTKWordTokenizer

tokenizer, stemmer = NLTKWordTokenizer(), SnowballStemmer("english")
frames = {
    frame: re.compile("|".join(fnmatch.translate(p) for p in patterns if " " not in p))
    for frame, patterns in json.load(open(sys.argv[2])).items()
}
known = {}


def frames_of(word):
    if word not in known:
        known[word] = [frame for frame, pattern in frames.items() if pattern.match(word)]
    return known[word]


for line in open(sys.argv[1], encoding="utf-8"):
    article = json.loads(line)
    tokens = tokenizer.tokenize(article["text"].lower())
    stems = Counter(stemmer.stem(t) for t in tokens)
    counts = Counter(f for t in tokens for f in frames_of(t))
    print(article["id"], len(tokens), len(stems), *(counts[f] for f in frames))
