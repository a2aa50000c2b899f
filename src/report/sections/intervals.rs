//! Why a number stands without an interval, told under the table that shows it.

use crate::report::words::{Words, say};
use crate::stats::estimate::{Caution, Estimate, Unit};

/// A sentence, with a space before it, on the numbers among these that have no interval; empty if all have one. `near`: the numbers
/// are of what stands near an idea, so that draws without the idea give none.
pub(super) fn missing<'a>(w: &Words, near: bool, of: impl IntoIterator<Item = &'a Estimate>) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    let (one, few) = (w.word("it rests on one article"), w.word("there are fewer than four articles"));
    for e in of.into_iter().filter(|e| e.value.is_some() && e.ends().is_none()) {
        let reason = match e.caution {
            Some(Caution::OneUnit) if e.unit == Unit::SentenceBlock => w.word("the text is too short"),
            Some(Caution::OneUnit) => one,
            Some(Caution::TooFewToResample { .. }) => few,
            Some(Caution::NoVariation) => {
                w.word("every draw of the articles gives the same, because none has a hit or all are alike")
            }
            Some(Caution::UndefinedDraws { .. }) if near => w.word(
                "so few articles mention the idea that more than one in twenty draws of the articles have none that does",
            ),
            Some(Caution::UndefinedDraws { .. }) => {
                w.word("more than one in twenty draws of the articles give no number")
            }
            _ => continue,
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    // One is fewer than four.
    if reasons.contains(&few) {
        reasons.retain(|r| *r != one);
    }
    if reasons.is_empty() {
        return String::new();
    }
    let or = format!("; {} ", w.word("or"));
    say!(w, " A number without brackets has no interval: {reasons}.", reasons = reasons.join(&or))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::{Basis, LEVEL, Method};

    #[test]
    fn each_reason_is_told_once_and_only_where_a_number_stands() {
        let basis = Basis { level: LEVEL, n: 2, unit: Unit::Article, method: Method::Percentile };
        let without = |value, why| basis.without_interval(value, why);
        let w = Words::of("en");
        let some = [basis.interval(1.0, 0.5, 2.0), without(None, Caution::Empty)];
        assert_eq!(missing(&w, true, &some), "");
        let undefined = Caution::UndefinedDraws { undefined: 9, draws: 100 };
        let all = [
            without(Some(0.0), Caution::OneUnit),
            without(Some(3.0), undefined),
            without(Some(4.0), undefined),
        ];
        assert_eq!(
            missing(&w, false, &all),
            " A number without brackets has no interval: it rests on one article; or more than one in twenty draws of the articles give no number."
        );
        let few = without(Some(2.0), Caution::TooFewToResample { found: 2, needed: 4 });
        assert_eq!(
            missing(&w, false, &[without(Some(0.0), Caution::OneUnit), few]),
            " A number without brackets has no interval: there are fewer than four articles."
        );
    }
}
