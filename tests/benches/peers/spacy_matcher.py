"""spaCy: blank English tokens and a PhraseMatcher; patterns with a star are written out over the words of the corpus first."""
import fnmatch, json, re, sys
from collections import Counter
import spacy
from spacy.matcher import PhraseMatcher

articles = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
words = sorted({w for a in articles for w in re.findall(r"\w+", a["text"].lower())})
nlp = spacy.blank("en")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
frames = json.load(open(sys.argv[2]))
for frame, patterns in frames.items():
    out = set()
    for pattern in patterns:
        parts = [fnmatch.filter(words, p)[:50] if "*" in p else [p] for p in pattern.split()]
        phrases = [""]
        for part in parts:
            phrases = [f"{head} {word}".strip() for head in phrases for word in part][:2000]
        out.update(phrases)
    matcher.add(frame, [nlp.make_doc(p) for p in out if p])
for article, doc in zip(articles, nlp.pipe(a["text"] for a in articles)):
    counts = Counter(nlp.vocab.strings[m] for m, _, _ in matcher(doc))
    print(article["id"], len(doc), *(counts[f] for f in frames))
