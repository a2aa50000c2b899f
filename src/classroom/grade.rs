//! A class's files against the key: who agrees with what people settled on, and where the class went wrong together.
//!
//! Agreement with the key that people settled is counted, never with the tool; an accepted alternative counts like the key. Items for
//! discussion and drafts are shown, not scored. Reasons are read by the teacher: they are handed on, unmarked. Names leave the room
//! as pseudonyms.

use std::collections::{BTreeMap, BTreeSet};

use super::key::{Answer, Key, Status};
use crate::coding::agreement::{AgreementRow, agree_together};
use crate::coding::sheet::{coders_by_file, label};
use crate::coding::{Coding, Sheet};
use crate::error::{Error, Kind, Result};
use crate::stats::agreement::{Weights, cohen};
use crate::stats::random::Seed;
use crate::stats::ratings::{Level, Ratings};

/// Half of the credit of a frame is for seeing it, half for how it is put.
const SEEN: f64 = 0.5;

/// How one code compares with the key.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The variable.
    pub variable: String,
    /// The student's code.
    pub code: String,
    /// The key's code.
    pub key: String,
    /// Credit, 0…1: 1 for the key's code or an accepted one, a half for a frame seen but put otherwise.
    pub credit: f64,
    /// True if it is an accepted alternative.
    pub accepted: bool,
}

/// One item of one student.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Index of the answer in the key.
    pub answer: usize,
    /// Codes against the key; empty if the item was not coded.
    pub compared: Vec<Compared>,
    /// The student's reason.
    pub note: Option<String>,
    /// The speaker that the student named.
    pub speaker: Option<String>,
}

/// One student's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    /// What the papers call the student.
    pub pseudonym: String,
    /// The name in the file: for the teacher's list alone.
    pub name: String,
    /// The file.
    pub file: String,
    /// Every item of the key.
    pub items: Vec<Marked>,
    /// Scored items that were coded.
    pub coded: usize,
    /// Credit by variable: sum and number of codes.
    pub credit: BTreeMap<String, (f64, usize)>,
    /// Cohen's kappa with the key over the presence of all frames; `None` if undefined.
    pub kappa: Option<f64>,
}

impl Graded {
    /// Mean credit over all codes, 0…1; `None` if nothing was coded.
    pub fn score(&self) -> Option<f64> {
        let (sum, n) = self.credit.values().fold((0.0, 0), |t, c| (t.0 + c.0, t.1 + c.1));
        (n > 0).then(|| sum / n as f64)
    }
}

/// How the class did on one item and variable.
#[derive(Debug, Clone, PartialEq)]
pub struct CommonError {
    /// Index of the answer in the key.
    pub answer: usize,
    /// The variable.
    pub variable: String,
    /// The key's code.
    pub key: String,
    /// The most frequent code that is neither the key's nor accepted.
    pub code: String,
    /// Students who gave it.
    pub students: usize,
    /// Students who coded the item.
    pub of: usize,
}

/// The class.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Class {
    /// Students by pseudonym.
    pub students: Vec<Graded>,
    /// What many got wrong, the most frequent first.
    pub errors: Vec<CommonError>,
    /// Agreement of the students with each other.
    pub agreement: Vec<AgreementRow>,
    /// Files and rows that were set aside, with place and remedy.
    pub troubles: Vec<Error>,
}

/// How to grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Call students by their files, whatever these say.
    pub by_file: bool,
    /// Bootstrap draws of the class's agreement.
    pub draws: usize,
    /// Seed of draws and pseudonyms.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { by_file: false, draws: 1000, seed: 1 }
    }
}

/// Grades files (name and bytes) against a key. A file that cannot be read, and all files of a name that two students share, are
/// set aside and named in [`Class::troubles`].
///
/// # Errors
/// If the key has nothing to score, or no file is left.
pub fn grade(key: &Key, files: &[(String, Vec<u8>)], options: Options) -> Result<Class> {
    if key.scored().next().is_none() {
        let e = Error::new(Kind::Coding, "the key has no item to score: all are drafts or for discussion");
        return Err(e.help("settle the codes with a colleague and write gold into the column status"));
    }
    let mut class = Class::default();
    let mut sheets: Vec<(String, String, Sheet)> = Vec::new();
    let names: Vec<&str> = files.iter().map(|f| f.0.as_str()).collect();
    for ((file, bytes), name) in files.iter().zip(coders_by_file(&names)) {
        match read(key, file, bytes, options.by_file.then_some(name.as_str())) {
            Ok((name, mut sheet)) => {
                class.troubles.append(&mut sheet.troubles);
                sheets.push((name, file.clone(), sheet));
            }
            Err(e) => class.troubles.push(e),
        }
    }
    set_aside_namesakes(&mut sheets, &mut class.troubles);
    if sheets.is_empty() {
        let first = class.troubles.into_iter().next();
        return Err(first.unwrap_or_else(|| Error::new(Kind::Coding, "there is no student's file")));
    }
    class.agreement = among(&sheets, options)?;
    let mut graded: Vec<Graded> =
        sheets.into_iter().map(|(name, file, sheet)| student(key, name, file, &sheet)).collect();
    // In an order that says nothing about names.
    let seed = Seed::new(options.seed).named("pseudonyms");
    graded.sort_by_key(|g| seed.named(&g.name).value());
    let width = graded.len().to_string().len().max(2);
    for (i, g) in graded.iter_mut().enumerate() {
        g.pseudonym = format!("S{:0width$}", i + 1);
    }
    class.errors = common_errors(key, &graded);
    class.students = graded;
    Ok(class)
}

/// A student's file: it must hold one person's codes of the key's items.
fn read(key: &Key, file: &str, bytes: &[u8], name: Option<&str>) -> Result<(String, Sheet)> {
    let mut sheet = Sheet::default();
    sheet.read_as(file, bytes, name)?;
    if !sheet.codings.is_empty() && sheet.codings.iter().all(|c| !c.made) {
        // Without checks nobody can tell whether rows were shifted, or what an empty cell means.
        let e = Error::new(
            Kind::Coding,
            "the column check is missing: these rows cannot be held against the key",
        );
        return Err(e
            .in_file(file)
            .help("put the column back as it was given out: it stands in the table of the kit"));
    }
    let items: Vec<_> = key.answers.iter().map(|a| a.item.clone()).collect();
    sheet.locate(&items);
    let unchecked = |c: &Coding| {
        let e = c.trouble(format!("the check of the unit {} is missing", c.unit));
        e.help("put it back as it was given out: it stands in the table of the kit")
    };
    let lacking: Vec<Error> = sheet.codings.iter().filter(|c| !c.made).map(unchecked).collect();
    sheet.troubles.extend(lacking);
    sheet.codings.retain(|c| c.made);
    let coders: Vec<String> = sheet.coders().into_iter().map(str::to_owned).collect();
    match coders.as_slice() {
        [one] => Ok((one.clone(), sheet)),
        [] => Err(sheet.troubles.into_iter().next().unwrap_or_else(|| {
            Error::new(Kind::Coding, "the file has no row of an item of the key")
                .in_file(file)
                .help("is it of another exercise?")
        })),
        several => Err(Error::new(
            Kind::Coding,
            format!("the file holds codes of several people: {}", several.join(", ")),
        )
        .in_file(file)
        .help("give one file a student")),
    }
}

/// Two files of one name may be two people, or one person twice: nobody can tell, so neither is scored.
fn set_aside_namesakes(sheets: &mut Vec<(String, String, Sheet)>, troubles: &mut Vec<Error>) {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, file, _) in sheets.iter() {
        by_name.entry(name.trim().to_lowercase()).or_default().push(file.clone());
    }
    for (name, files) in by_name.iter().filter(|(_, f)| f.len() > 1) {
        let reason = format!(
            "{} files are by {name:?} ({}): two students of one name, or one file handed in twice",
            files.len(),
            files.join(", ")
        );
        troubles.push(
            Error::new(Kind::Coding, reason)
                .in_file(files.first().cloned().unwrap_or_default())
                .help("take the older one away, or call students by their files with --by-file"),
        );
    }
    let twice: BTreeSet<String> = by_name.into_iter().filter(|(_, f)| f.len() > 1).map(|(n, _)| n).collect();
    sheets.retain(|(name, ..)| !twice.contains(&name.trim().to_lowercase()));
}

fn student(key: &Key, name: String, file: String, sheet: &Sheet) -> Graded {
    let rows: BTreeMap<&str, &Coding> = sheet.codings.iter().map(|c| (c.unit.as_str(), c)).collect();
    let mut out = Graded {
        pseudonym: String::new(),
        name,
        file,
        items: vec![],
        coded: 0,
        credit: BTreeMap::new(),
        kappa: None,
    };
    let mut pairs = Vec::new();
    for (i, answer) in key.answers.iter().enumerate() {
        let row = rows.get(answer.item.unit.as_str()).copied();
        let compared = row.map(|c| compare(answer, c)).unwrap_or_default();
        if answer.status == Status::Gold {
            out.coded += usize::from(!compared.is_empty());
            for c in &compared {
                let sum = out.credit.entry(c.variable.clone()).or_default();
                *sum = (sum.0 + c.credit, sum.1 + 1);
                if c.variable != "voice" {
                    let seen = |code: &str| label::present(code).map(|p| f64::from(u8::from(p)));
                    // An accepted code agrees with the key.
                    let own = if c.accepted { seen(&c.key) } else { seen(&c.code) };
                    pairs.push([seen(&c.key), own]);
                }
            }
        }
        let note = row.and_then(|c| c.note.clone());
        out.items.push(Marked { answer: i, compared, note, speaker: row.and_then(|c| c.speaker.clone()) });
    }
    out.kappa = Ratings::from_units(&pairs).ok().and_then(|r| cohen(&r, Weights::Unweighted));
    out
}

fn compare(answer: &Answer, row: &Coding) -> Vec<Compared> {
    let one = |(variable, code): (&str, &str)| {
        let key = answer.codes.get(variable)?.clone();
        let same = key == code;
        // A code without a stance (1) is not a wrong stance: presence is all that was said.
        let accepted =
            !same && (answer.accepts(variable, code) || (code == "1" && key != "0" && variable != "voice"));
        let both =
            variable != "voice" && label::present(code) == Some(true) && label::present(&key) == Some(true);
        let credit = match (same || accepted, both) {
            (true, _) => 1.0,
            (false, true) => SEEN,
            _ => 0.0,
        };
        Some(Compared { variable: variable.to_owned(), code: code.to_owned(), key, credit, accepted })
    };
    answer.codes_of(row).into_iter().filter_map(one).collect()
}

/// Agreement of the students among themselves: one sheet of all.
fn among(sheets: &[(String, String, Sheet)], options: Options) -> Result<Vec<AgreementRow>> {
    let mut all = Sheet::default();
    for (name, _, sheet) in sheets {
        for v in &sheet.variables {
            if !all.variables.contains(v) {
                all.variables.push(v.clone());
            }
        }
        all.codings.extend(sheet.codings.iter().map(|c| Coding { coder: name.clone(), ..c.clone() }));
    }
    agree_together(&all, Level::Nominal, options.draws, options.seed)
}

/// How often each wrong code was given, and by how many the item was coded.
type Tally<'a> = (BTreeMap<&'a str, usize>, usize);

fn common_errors(key: &Key, students: &[Graded]) -> Vec<CommonError> {
    let mut wrong: BTreeMap<(usize, &str), Tally<'_>> = BTreeMap::new();
    for item in students.iter().flat_map(|s| &s.items) {
        for c in &item.compared {
            let cell = wrong.entry((item.answer, &c.variable)).or_default();
            cell.1 += 1;
            if c.credit < 1.0 {
                *cell.0.entry(&c.code).or_default() += 1;
            }
        }
    }
    let scored = |i: usize| key.answers.get(i).filter(|a| a.status == Status::Gold);
    let mut out: Vec<CommonError> = wrong
        .into_iter()
        .filter_map(|((answer, variable), (codes, of))| {
            let key = scored(answer)?.codes.get(variable)?.clone();
            let (code, students) = codes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
            Some(CommonError {
                answer,
                variable: variable.to_owned(),
                key,
                code: code.to_owned(),
                students,
                of,
            })
        })
        .collect();
    out.sort_by(|a, b| {
        (b.students * a.of)
            .cmp(&(a.students * b.of))
            .then((a.answer, &a.variable).cmp(&(b.answer, &b.variable)))
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Item;
    use crate::coding::sheet::check;

    fn key() -> Key {
        let answer = |unit: &str, text: &str, threat: &str, accepted: &[&str], status| Answer {
            item: Item { unit: unit.into(), text: text.into(), ..Item::default() },
            codes: [("threat".to_owned(), threat.to_owned()), ("voice".to_owned(), "narrator".to_owned())]
                .into(),
            speaker: String::new(),
            accepted: [("threat".to_owned(), accepted.iter().map(|a| (*a).to_owned()).collect())].into(),
            reason: "because".into(),
            difficulty: 1,
            status,
        };
        Key {
            variables: vec!["threat".into(), "voice".into()],
            answers: vec![
                answer("u1", "No threat.", "denied", &["hedged"], Status::Gold),
                answer("u2", "A door.", "0", &[], Status::Gold),
                answer("u3", "Who knows?", "asserted", &[], Status::Discuss),
            ],
        }
    }

    fn file(name: &str, coder: &str, codes: [&str; 3]) -> (String, Vec<u8>) {
        let texts = [("u1", "No threat."), ("u2", "A door."), ("u3", "Who knows?")];
        let rows = texts
            .iter()
            .zip(codes)
            .map(|((u, t), c)| format!("{u},{coder},{t},{c},narrator,why not,{}\n", check(u, t)));
        (
            name.into(),
            format!("unit,coder,text,threat,voice,note,check\n{}", rows.collect::<String>()).into_bytes(),
        )
    }

    #[test]
    fn accepted_codes_count_and_discussion_does_not() {
        let files = [
            file("a.csv", "Ada", ["hedged", "0", "0"]),
            file("b.csv", "Bo", ["asserted", "denied", "denied"]),
        ];
        let class = grade(&key(), &files, Options::default()).unwrap();
        let of = |name: &str| class.students.iter().find(|s| s.name == name).unwrap();
        assert_eq!((of("Ada").score(), of("Ada").coded), (Some(1.0), 2));
        // Half for the frame seen, none for the frame that is not there, all for two voices.
        assert_eq!(of("Bo").score(), Some((0.5 + 0.0 + 2.0) / 4.0));
        assert_eq!((class.errors.len(), class.errors[0].students, class.errors[0].of), (2, 1, 2));
        assert!(
            class.students.iter().all(|s| s.pseudonym.starts_with('S') && s.items[2].compared.len() == 2)
        );
    }

    #[test]
    fn namesakes_and_strangers_are_named_and_not_scored() {
        let mut files = vec![
            file("a/codes.csv", "Ada", ["denied", "0", "0"]),
            file("b/codes.csv", "ada ", ["0", "0", "0"]),
            file("c.csv", "Cy", ["denied", "0", "0"]),
            ("d.csv".to_owned(), b"unit,coder,threat\nx9,Di,1\n".to_vec()),
            ("e.csv".to_owned(), b"nothing of use".to_vec()),
        ];
        let class = grade(&key(), &files, Options::default()).unwrap();
        assert_eq!(class.students.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Cy"]);
        let told: Vec<String> = class.troubles.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(told.iter().any(|t| t.contains("a/codes.csv, b/codes.csv")));
        files[1].0 = "b/second.csv".into();
        assert_eq!(
            grade(&key(), &files, Options { by_file: true, ..Options::default() }).unwrap().students.len(),
            3
        );
    }

    #[test]
    fn drafts_are_never_scored() {
        let mut draft = key();
        draft.answers.iter_mut().for_each(|a| a.status = Status::Draft);
        let e = grade(&draft, &[file("a.csv", "Ada", ["0", "0", "0"])], Options::default()).unwrap_err();
        assert!(e.to_string().contains("drafts"));
    }
}
