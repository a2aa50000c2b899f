//! Numbers only, no articles: every file is one family of statistics with its formula, its source and its edge cases.
