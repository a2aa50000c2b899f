//! `study.toml`: what is asked, of which articles, and how it is measured, written down before anything is counted.

use serde::{Deserialize, Serialize};

use super::presentation::Presentation;
use crate::article::PartialDate;
use crate::error::{Error, Kind, Result, line_column};
use crate::input::duplicates::DuplicateOptions;
use crate::stats::resample::Interval;

/// A part of an article, the smallest first; near a concept means within one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Window {
    /// The same sentence.
    Sentence,
    /// The same segment.
    #[default]
    Segment,
    /// The same article.
    Article,
}

impl Window {
    /// The word for one of them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Segment => "segment",
            Self::Article => "article",
        }
    }
}

/// Which of several near-duplicate articles stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// All of them, as readers met them; the report counts the groups.
    #[default]
    All,
    /// The earliest of each group.
    OnePerGroup,
    /// The earliest of each group in each source.
    OnePerSource,
}

/// A test declared before counting: is a frame's rate the same in two groups?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredTest {
    /// Frame id.
    pub frame: String,
    /// The two groups compared.
    pub between: [String; 2],
    /// Only articles in this language.
    #[serde(default)]
    pub language: Option<String>,
}

/// What near-duplicates are, and what to do with them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Duplicates {
    /// Which stay.
    pub keep: Keep,
    /// Least share of the shorter text that must stand in the longer one, 0…1.
    pub similarity: f64,
    /// Texts published more days apart are never joined; without it the distance does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

impl Default for Duplicates {
    fn default() -> Self {
        let DuplicateOptions { similarity, days } = DuplicateOptions::default();
        Self { keep: Keep::default(), similarity, days }
    }
}

impl Duplicates {
    /// What counts as a near-duplicate.
    pub fn options(&self) -> DuplicateOptions {
        DuplicateOptions { similarity: self.similarity, days: self.days }
    }
}

/// Cleaning rules of a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct CleaningRules {
    /// Files of rules, relative to the study file, beside the built-in ones.
    pub rules: Vec<String>,
    /// Names of rules that are switched off; `all` for all of them.
    pub off: Vec<String>,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A year.
    #[default]
    Year,
    /// A month; articles dated by the year alone are left out of the series.
    Month,
}

impl Step {
    /// The word for one of them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
        }
    }
}

/// Time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Periods {
    /// What a period is.
    pub by: Step,
    /// Compare before and after this date (a day, a month or a year, as text); its first day is the first after.
    pub split: Option<PartialDate>,
}

/// Where the validated sentences were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Drawn {
    /// From other texts, or from these without regard to what the tool found: sensitivity and specificity are carried over.
    #[default]
    Elsewhere,
    /// From these articles, some of the sentences that the tool marked and some of those it did not.
    Here,
}

/// A validation of the tool, by which rates are corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    /// What `framescope validate` wrote, relative to the study file.
    pub file: Option<String>,
    /// True: rates are corrected by the gold codes of the report (`validation`), with no second file.
    pub validation: bool,
    /// Where the coded sentences were drawn; if it is not said, gold codes are of these articles, a file is from elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
}

impl Correction {
    /// Where the coded sentences were drawn.
    pub fn drawn(&self) -> Drawn {
        self.drawn.unwrap_or(if self.validation { Drawn::Here } else { Drawn::Elsewhere })
    }
}

/// Limits of quotation in reports.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quotes {
    /// Most words of one quotation.
    pub max_words: usize,
    /// Largest share of an article that all quotations together may take.
    pub max_share: f64,
    /// False: no quotation at all.
    pub show: bool,
    /// True: speakers are called Speaker 1, Speaker 2 … in all outputs.
    pub pseudonyms: bool,
}

impl Default for Quotes {
    fn default() -> Self {
        Self { max_words: 25, max_share: 0.10, show: true, pseudonyms: false }
    }
}

/// A study as declared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StudySpec {
    /// Title of the report.
    pub title: String,
    /// The question, in a sentence.
    pub question: String,
    /// Language of the report: `en` or `it`.
    pub language: String,
    /// Files, folders and globs, relative to the study file.
    pub articles: Vec<String>,
    /// The metadata table, relative to the study file.
    pub metadata: Option<String>,
    /// The column that sources are compared by.
    pub group_by: String,
    /// Concept ids, in the order of tables; empty: all.
    pub concepts: Vec<String>,
    /// Frame ids, in the order of tables; empty: all.
    pub frames: Vec<String>,
    /// A user's own lexicon files, relative to the study file.
    pub lexicons: Vec<String>,
    /// Near a concept: within what.
    pub window: Window,
    /// Gold codes of these articles, relative to the study file: the report says how well the tool does on them.
    pub validation: Option<String>,
    /// Paragraphs are joined until a segment holds as many sentences.
    pub segment_sentences: usize,
    /// Seed of every random draw.
    pub seed: u64,
    /// Bootstrap draws.
    pub draws: usize,
    /// How intervals are read off the draws: `expanded`, `percentile` or `bca`.
    pub interval: Interval,
    /// Set articles aside that mention no concept.
    pub only_relevant: bool,
    /// The declared family of tests.
    #[serde(rename = "test")]
    pub tests: Vec<DeclaredTest>,
    /// Time.
    pub periods: Periods,
    /// A validation of the tool by which rates are corrected.
    pub correction: Correction,
    /// Near-duplicates.
    pub duplicates: Duplicates,
    /// What is set aside as no part of an article.
    pub cleaning: CleaningRules,
    /// Quotations.
    pub quotes: Quotes,
    /// Sections, titles, logo and colours of the report.
    pub report: Presentation,
}

impl StudySpec {
    /// Every file that the study reads beside its articles, as it names them: lexicons, rules of cleaning, gold codes, a
    /// measured error, prose and logo. Each once.
    pub fn files(&self) -> Vec<&str> {
        let own = self.lexicons.iter().chain(&self.cleaning.rules).chain(&self.validation);
        let own = own.chain(&self.correction.file).chain(&self.report.logo).map(String::as_str);
        let mut names: Vec<&str> = own.chain(self.report.prose()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Default for StudySpec {
    fn default() -> Self {
        Self {
            title: "Comparison of frames".into(),
            question: String::new(),
            language: "en".into(),
            articles: vec![],
            metadata: None,
            group_by: "source".into(),
            concepts: vec![],
            frames: vec![],
            lexicons: vec![],
            window: Window::Segment,
            validation: None,
            segment_sentences: 3,
            seed: 1,
            draws: crate::stats::resample::DRAWS,
            interval: Interval::Expanded,
            only_relevant: false,
            tests: vec![],
            periods: Periods::default(),
            correction: Correction::default(),
            duplicates: Duplicates::default(),
            cleaning: CleaningRules::default(),
            quotes: Quotes::default(),
            report: Presentation::default(),
        }
    }
}

impl StudySpec {
    /// Reads a study file; `file` is its name in messages.
    ///
    /// # Errors
    /// If it is no TOML, has an unknown key, or a value out of its range.
    ///
    /// # Example
    /// ```
    /// use framescope::study::StudySpec;
    /// let spec = StudySpec::parse("study.toml", "title = \"Two papers\"\narticles = [\"articles\"]").unwrap();
    /// assert_eq!(spec.segment_sentences, 3);
    /// let error = StudySpec::parse("study.toml", "titel = \"Two papers\"").unwrap_err();
    /// assert!(error.to_string().starts_with("study.toml:1:1:"));
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let spec: Self = toml::from_str(text).map_err(|e| {
            let (line, column) = line_column(text, e.span().map_or(0, |s| s.start));
            Error::new(Kind::Study, e.message().replace('\n', " ").trim().to_owned()).at(file, line, column)
        })?;
        spec.check().map_err(|e| e.in_file(file))?;
        Ok(spec)
    }

    /// Groups articles by something else than the study declares: true if it does. Declared tests are between groups of the old kind,
    /// and fall away.
    pub fn regroup(&mut self, by: &str) -> bool {
        let other = self.group_by != by;
        if other {
            by.clone_into(&mut self.group_by);
            self.tests.clear();
        }
        other
    }

    fn check(&self) -> Result<()> {
        let wrong = |reason: String, remedy: &str| Err(Error::new(Kind::Study, reason).help(remedy));
        if self.segment_sentences == 0 || self.segment_sentences > 1000 {
            return wrong(
                format!("segment_sentences = {} is outside 1…1000", self.segment_sentences),
                "3 is usual",
            );
        }
        if self.draws < 100 || self.draws > 1_000_000 {
            return wrong(format!("draws = {} is outside 100…1,000,000", self.draws), "10000 is usual");
        }
        if !(0.0..=1.0).contains(&self.duplicates.similarity) {
            let why = format!("duplicates.similarity = {} is outside 0…1", self.duplicates.similarity);
            return wrong(why, "0.5 is usual");
        }
        if !(0.0..=1.0).contains(&self.quotes.max_share) {
            return wrong(
                format!("quotes.max_share = {} is outside 0…1", self.quotes.max_share),
                "0.10 is usual",
            );
        }
        self.report.check()?;
        if self.correction.validation && self.correction.file.is_some() {
            let why = "correction names a file and asks for the gold codes too".to_owned();
            return wrong(why, "take one: file = \"…\", or validation = true");
        }
        if let Some(t) = self.tests.iter().find(|t| t.between[0] == t.between[1]) {
            return wrong(format!("a test compares {:?} with itself", t.between[0]), "name two groups");
        }
        if !["en", "it"].contains(&self.language.as_str()) {
            return wrong(
                format!("reports are not written in {:?}", self.language),
                "write language = \"en\" or \"it\"",
            );
        }
        Ok(())
    }
}
