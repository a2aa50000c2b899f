"""VADER on every sentence: its own task."""
import json, re, sys
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

analyser = SentimentIntensityAnalyzer()
end = re.compile(r"(?<=[.!?])\s+")
for line in open(sys.argv[1], encoding="utf-8"):
    article = json.loads(line)
    scores = [analyser.polarity_scores(s)["compound"] for s in end.split(article["text"]) if s]
    print(article["id"], sum(scores) / max(len(scores), 1))
