//! From several coders to one gold standard: a sheet of what they disagree on, and what comes out when people have decided.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Coding, FRAME_LABELS, Sheet, VOICES, check, frame_label};
use crate::error::{Error, Result};

/// A disagreement to settle: one variable of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The unit.
    pub unit: String,
    /// The variable.
    pub variable: String,
    /// Its words, where a sheet shows them.
    pub text: String,
    /// Codes in the order of the coders; empty where there is none.
    pub codes: Vec<String>,
    /// The coders' remarks on the unit, with their names.
    pub notes: String,
}

/// Codes that all coders of a unit share, and what they do not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adjudication {
    /// Coders, sorted.
    pub coders: Vec<String>,
    /// Disagreements by unit, then variable.
    pub open: Vec<Open>,
    /// Units that only one person coded, though there are several coders: their codes stand, and are told.
    pub single: Vec<String>,
    /// Units that nobody coded.
    pub uncoded: Vec<String>,
    agreed: Vec<Coding>,
    variables: Vec<String>,
}

/// The gold standard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gold {
    /// Columns of the variables.
    pub variables: Vec<String>,
    /// One row a unit; what was not settled is absent.
    pub rows: Vec<Coding>,
    /// Disagreements without a decision: unit and variable.
    pub unsettled: Vec<(String, String)>,
    /// Decisions that could not be taken over, with their place.
    pub troubles: Vec<Error>,
}

/// Compares the coders of a sheet.
pub fn compare(sheet: &Sheet) -> Adjudication {
    let coders: Vec<String> = sheet.coders().into_iter().map(str::to_owned).collect();
    let mut by_unit: BTreeMap<&str, Vec<&Coding>> = BTreeMap::new();
    for c in &sheet.codings {
        by_unit.entry(&c.unit).or_default().push(c);
    }
    let mut out = Adjudication { coders, variables: sheet.variables.clone(), ..Adjudication::default() };
    for (unit, all) in by_unit {
        let coded: Vec<&Coding> = all.iter().copied().filter(|c| !c.is_blank()).collect();
        let Some(first) = coded.first() else {
            out.uncoded.push(unit.to_owned());
            continue;
        };
        if coded.len() == 1 && out.coders.len() > 1 {
            out.single.push(unit.to_owned());
        }
        let mut agreed = Coding {
            values: BTreeMap::new(),
            coder: String::new(),
            note: None,
            speaker: None,
            ..(*first).clone()
        };
        let speakers: BTreeSet<String> =
            coded.iter().filter_map(|c| c.speaker.as_deref()).map(str::to_lowercase).collect();
        if speakers.len() == 1 {
            agreed.speaker = coded.iter().find_map(|c| c.speaker.clone());
        }
        for variable in &sheet.variables {
            let codes: BTreeSet<&str> =
                coded.iter().map(|c| c.values.get(variable).map_or("", String::as_str)).collect();
            let one = codes.first().copied().unwrap_or_default();
            if codes.len() == 1 {
                if !one.is_empty() {
                    agreed.values.insert(variable.clone(), one.to_owned());
                }
                continue;
            }
            let code = |coder: &String| {
                let row = coded.iter().find(|c| c.coder == *coder);
                row.and_then(|c| c.values.get(variable)).cloned().unwrap_or_default()
            };
            out.open.push(Open {
                unit: unit.to_owned(),
                variable: variable.clone(),
                text: first.text.clone().unwrap_or_default(),
                codes: out.coders.iter().map(code).collect(),
                notes: notes(&coded),
            });
        }
        out.agreed.push(agreed);
    }
    out
}

fn notes(coded: &[&Coding]) -> String {
    let note = |c: &&Coding| c.note.as_ref().map(|n| format!("{}: {n}", c.coder));
    coded.iter().filter_map(note).collect::<Vec<_>>().join(" · ")
}

impl Adjudication {
    /// The sheet of disagreements: head and rows. `decision` and `reason` are for people to fill in.
    pub fn sheet(&self) -> Vec<Vec<String>> {
        let fixed = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let head = [
            fixed(&["unit", "variable", "text"]),
            self.coders.clone(),
            fixed(&["notes", "decision", "reason", "check"]),
        ];
        let row = |o: &Open| {
            let last = [o.notes.clone(), String::new(), String::new(), check(&o.unit, &o.text)];
            [o.unit.clone(), o.variable.clone(), o.text.clone()]
                .into_iter()
                .chain(o.codes.iter().cloned())
                .chain(last)
                .collect()
        };
        std::iter::once(head.concat()).chain(self.open.iter().map(row)).collect()
    }

    /// Takes decisions over into a gold standard. `decisions` is a filled-in [`Adjudication::sheet`] as CSV; `None` gives what is
    /// agreed on already.
    ///
    /// # Errors
    /// If the sheet cannot be read.
    pub fn settle(self, name: &str, decisions: Option<&[u8]>) -> Result<Gold> {
        let mut decided: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
        let mut troubles = Vec::new();
        if let Some(bytes) = decisions {
            let (rows, bad) = super::sheet::decisions(name, bytes)?;
            troubles = bad;
            for d in rows {
                if !self.open.iter().any(|o| o.unit == d.unit && o.variable == d.variable) {
                    let e = d.trouble(format!(
                        "there is no disagreement on {} of the unit {}",
                        d.variable, d.unit
                    ));
                    troubles.push(e.help("make the sheet again from the same codes"));
                    continue;
                }
                match valid(&d.variable, &d.code, &self.open) {
                    Ok(code) => {
                        decided.insert((d.unit, d.variable), (code, d.reason));
                    }
                    Err(help) => {
                        let e = d.trouble(format!("{:?} is no code of {}", d.code, d.variable));
                        troubles.push(e.help(help));
                    }
                }
            }
        }
        let mut gold = Gold { variables: self.variables, rows: self.agreed, unsettled: vec![], troubles };
        for o in self.open {
            let Some((code, reason)) = decided.remove(&(o.unit.clone(), o.variable.clone())) else {
                gold.unsettled.push((o.unit, o.variable));
                continue;
            };
            let Some(row) = gold.rows.iter_mut().find(|r| r.unit == o.unit) else { continue };
            row.values.insert(o.variable.clone(), code);
            if !reason.is_empty() {
                let note = row.note.get_or_insert_default();
                if !note.is_empty() {
                    note.push_str("; ");
                }
                note.push_str(&format!("{}: {reason}", o.variable));
            }
        }
        Ok(gold)
    }
}

/// How many decisions a file holds; 0 if it is no sheet of disagreements.
pub fn decided(name: &str, bytes: &[u8]) -> usize {
    // Rows whose words were changed hold a decision too.
    super::sheet::decisions(name, bytes).map_or(0, |(rows, troubles)| rows.len() + troubles.len())
}

/// A decision as a code: a label of frames and voices, or one that a coder gave.
fn valid(variable: &str, decision: &str, open: &[Open]) -> std::result::Result<String, String> {
    let mut given: BTreeSet<&str> = open
        .iter()
        .filter(|o| o.variable == variable)
        .flat_map(|o| o.codes.iter())
        .map(String::as_str)
        .collect();
    given.remove("");
    let of_frame = given.iter().all(|g| frame_label(g).is_some());
    if of_frame {
        return frame_label(decision)
            .map(str::to_owned)
            .ok_or_else(|| format!("write one of: {}", FRAME_LABELS.join(", ")));
    }
    let known: Vec<&str> = if variable == "voice" { VOICES.to_vec() } else { given.into_iter().collect() };
    let is_number =
        decision.parse::<f64>().is_ok_and(f64::is_finite) && known.iter().all(|k| k.parse::<f64>().is_ok());
    if known.contains(&decision) || is_number {
        return Ok(decision.to_owned());
    }
    Err(format!("write one of: {}", known.join(", ")))
}

impl Gold {
    /// The gold file: head and rows. Without the words, so that it can be published; the check still tells which words were meant.
    /// With the weight of every unit where all are known, so that figures from it can speak for the whole study.
    pub fn table(&self) -> Vec<Vec<String>> {
        let fixed = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let placed = self.rows.iter().any(|r| r.article.is_some());
        let place: &[&str] = if placed { &["article", "sentence", "start", "end"] } else { &[] };
        let weighted = !self.rows.is_empty() && self.rows.iter().all(|r| r.weight.is_some());
        let weight: &[&str] = if weighted { &["weight"] } else { &[] };
        let head = [
            fixed(&["unit"]),
            fixed(place),
            fixed(weight),
            self.variables.clone(),
            fixed(&["speaker", "note"]),
        ]
        .concat();
        // Only rows of sheets made here have labels that a check vouches for.
        let checked = self.rows.iter().all(|r| r.made);
        let head = if checked { [head, fixed(&["check"])].concat() } else { head };
        let row = |r: &Coding| {
            let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
            let mut cells = vec![r.unit.clone()];
            if placed {
                cells.extend([r.article.clone().unwrap_or_default(), number(r.sentence)]);
                cells.extend([number(r.span.map(|s| s.0)), number(r.span.map(|s| s.1))]);
            }
            cells.extend(r.weight.filter(|_| weighted).map(|w| format!("{w:.4}")));
            cells.extend(self.variables.iter().map(|v| r.values.get(v).cloned().unwrap_or_default()));
            cells.extend([r.speaker.clone().unwrap_or_default(), r.note.clone().unwrap_or_default()]);
            cells.extend(checked.then(|| check(&r.unit, r.text.as_deref().unwrap_or_default())));
            cells
        };
        std::iter::once(head).chain(self.rows.iter().map(row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::default();
        sheet
            .read("anna.csv", b"unit,threat,voice,note\n1,denied,direct,she says no\n2,1,,\n3,0,narrator,\n")
            .unwrap();
        sheet
            .read("ben.csv", b"unit,threat,voice\n1,hedged,direct\n2,1,\n3,0,indirect\n4,1,direct\n")
            .unwrap();
        sheet
    }

    fn csv(rows: &[Vec<String>]) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }

    #[test]
    fn disagreements_become_decisions_and_decisions_gold() {
        let found = compare(&sheet());
        assert_eq!(found.single, ["4"]);
        let mut rows = found.sheet();
        assert_eq!(rows[0][..5], ["unit", "variable", "text", "anna", "ben"]);
        assert_eq!(rows[1][..6], ["1", "threat", "", "denied", "hedged", "anna: she says no"]);
        assert_eq!(rows.len(), 3);
        assert_eq!(decided("open.csv", &csv(&rows)), 0);
        let decision = rows[0].iter().position(|h| h == "decision").unwrap();
        rows[1][decision] = "Denied".into();
        rows[1][decision + 1] = "\"no means\" denies it".into();
        assert_eq!((decided("s.csv", &csv(&rows)), decided("codes.csv", b"unit,threat\n1,0\n")), (1, 0));
        let gold = found.clone().settle("settled.csv", Some(&csv(&rows))).unwrap();
        assert_eq!(gold.rows[0].values["threat"], "denied");
        assert_eq!(gold.rows[0].note.as_deref(), Some("threat: \"no means\" denies it"));
        assert_eq!(gold.unsettled, [("3".to_owned(), "voice".to_owned())]);
        rows[1][decision] = "perhaps".into();
        let gold = found.settle("settled.csv", Some(&csv(&rows))).unwrap();
        assert!(gold.troubles[0].to_string().starts_with("settled.csv:2: \"perhaps\" is no code of threat"));
        assert_eq!(gold.unsettled.len(), 2);
    }

    #[test]
    fn the_gold_file_reads_as_one_coder() {
        let gold = compare(&sheet()).settle("", None).unwrap();
        let mut back = Sheet::default();
        back.read("gold.csv", &csv(&gold.table())).unwrap();
        assert_eq!((back.coders(), back.units().len()), (vec!["gold"], 4));
        assert_eq!(back.troubles, []);
    }
}
