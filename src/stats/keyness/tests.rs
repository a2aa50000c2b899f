use super::*;
use crate::stats::estimate::{LEVEL, whole};
use crate::stats::golden::{close, numbers, rows};
use proptest::prelude::*;

fn counts(row: &[f64]) -> Counts {
    Counts::new(whole(row[0]), whole(row[1]), whole(row[2]), whole(row[3])).unwrap()
}

#[test]
fn g2_log_ratio_and_p_equal_the_reference() {
    for row in rows("keyness/pairs") {
        let counts = counts(&row);
        close(Some(g2(counts, Cells::Two)), row[4], "two-cell G²");
        close(Some(g2(counts, Cells::Four)), row[5], "four-cell G²");
        close(p_of(g2(counts, Cells::Two)), row[6], "p");
        let lr = log_ratio(counts, LEVEL);
        close(lr.value, row[7], "log ratio");
        close(lr.low, row[8], "low");
        close(lr.high, row[9], "high");
        close(Some(chi2(counts, Correction::None)), row[10], "χ²");
        close(Some(chi2(counts, Correction::Yates)), row[11], "χ², Yates");
    }
}

/// 52 in 50,000 against 57 in 75,000 is printed as +2.65 in the worked example of a corpus tool.
#[test]
fn the_published_example() {
    let counts = Counts::new(52, 57, 50_000, 75_000).unwrap();
    assert!((g2(counts, Cells::Two) - 2.65).abs() < 0.005);
}

/// Words "b" and "a" of two tiny texts, b×7 a×3 against a×7 b×2: the example of the tests of
/// `quanteda.textstats`.
#[test]
fn corrections_are_those_they_are_named_after() {
    let tiny = Counts::new(7, 2, 10, 9).unwrap();
    for (correction, expected) in [
        (Correction::None, 4.337_160),
        (Correction::Yates, 2.632_438),
        (Correction::YatesIfSparse, 2.632_438),
        (Correction::Williams, 4.017_626),
    ] {
        assert!((chi2(tiny, correction) - expected).abs() < 1e-6, "{correction:?}");
    }
    assert!((g2(tiny, Cells::Four) - 4.534_939).abs() < 1e-6);
    assert!((log_ratio(tiny, LEVEL).value.unwrap() - 1.655_352).abs() < 1e-6);
    let large = Counts::new(30, 20, 1_000, 2_000).unwrap();
    assert!((chi2(large, Correction::YatesIfSparse) - 16.271_186).abs() < 1e-6);
    // 15.105987 there, which adds 1e-9 inside each logarithm.
    assert!((g2(large, Cells::Four) - 15.105_987).abs() < 1e-5);
}

#[test]
fn several_sources_at_once() {
    let o: Vec<u64> = numbers("keyness/sources/observed").iter().map(|x| whole(*x)).collect();
    let n: Vec<u64> = numbers("keyness/sources/tokens").iter().map(|x| whole(*x)).collect();
    let omnibus = g2_sources(&o, &n).unwrap();
    let expected = numbers("keyness/sources/g2_df_p");
    close(Some(omnibus.g2), expected[0], "G²");
    close(Some(omnibus.df as f64), expected[1], "df");
    close(Some(omnibus.p), expected[2], "p");
    assert_eq!(g2_sources(&[3], &[10]), None);
    assert_eq!(g2_sources(&[0, 0], &[10, 10]), None);
    assert_eq!(g2_sources(&[3, 0], &[10, 0]), None);
}

#[test]
fn weighted_log_odds_equal_the_reference() {
    for row in rows("keyness/log_odds") {
        let ours = log_odds(counts(&row), row[4], row[5]).unwrap();
        close(Some(ours.delta), row[6], "δ");
        close(Some(ours.z), row[7], "z");
    }
    let counts = Counts::new(3, 1, 10, 10).unwrap();
    assert_eq!(log_odds(counts, 0.0, 1.0), None);
    assert_eq!(log_odds(counts, f64::NAN, 1.0), None);
    assert_eq!(log_odds(Counts::new(10, 1, 10, 10).unwrap(), 0.1, 0.1), None);
}

#[test]
fn a_table_corrects_over_its_words_only() {
    let rows = table(&[(52, 57), (0, 0), (90, 10), (200, 1)], 100, 75_000, PRIOR_TOKENS, LEVEL);
    assert!(rows[1].is_none() && rows[3].is_none());
    let (first, third) = (rows[0].unwrap(), rows[2].unwrap());
    assert!(third.q >= third.p && first.q >= first.p && third.log_odds.is_some());
}

#[test]
fn nothing_is_said_of_words_that_do_not_occur() {
    let none = Counts::new(0, 0, 10, 10).unwrap();
    assert_eq!(log_ratio(none, LEVEL).value, None);
    assert_eq!((g2(none, Cells::Four), chi2(none, Correction::Yates)), (0.0, 0.0));
    assert_eq!(
        (percent_difference(none), Counts::new(1, 1, 0, 5), Counts::new(6, 1, 5, 5)),
        (None, None, None)
    );
    close(percent_difference(Counts::new(3, 2, 10, 10).unwrap()), 50.0, "%DIFF");
    let everything = Counts::new(10, 10, 10, 10).unwrap();
    assert_eq!((g2(everything, Cells::Four), chi2(everything, Correction::None)), (0.0, 0.0));
}

#[test]
fn a_p_far_out_keeps_its_logarithm() {
    let statistic = g2(Counts::new(1_000_000, 10, 10_000_000, 10_000_000).unwrap(), Cells::Two);
    assert!(log10_p_of(statistic).is_some_and(|l| l < -100_000.0 && l.is_finite()));
}

proptest! {
    #[test]
    fn swapping_the_sides_flips_every_sign(a in 0u64..300, b in 0u64..300, c in 300u64..9_000, d in 300u64..9_000) {
        let there = Counts::new(a, b, c, d).unwrap();
        let back = there.swapped();
        for cells in [Cells::Two, Cells::Four] {
            prop_assert!((g2(there, cells) + g2(back, cells)).abs() < 1e-9);
        }
        prop_assert!((chi2(there, Correction::Yates) + chi2(back, Correction::Yates)).abs() < 1e-9);
        if a + b > 0 {
            let (x, y) = (log_ratio(there, LEVEL), log_ratio(back, LEVEL));
            prop_assert!((x.value.unwrap() + y.value.unwrap()).abs() < 1e-12);
            prop_assert!((x.low.unwrap() + y.high.unwrap()).abs() < 1e-12);
        }
    }
}
