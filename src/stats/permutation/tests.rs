use super::*;
use crate::stats::golden::{close, number, numbers, rows};
use proptest::prelude::*;

const MEAN: Ratio = Ratio { numerator: 0, denominator: 1, scale: 1.0 };

fn means(values: &[f64]) -> Table {
    Table::from_rows(&values.iter().map(|x| [*x, 1.0]).collect::<Vec<_>>()).unwrap()
}

fn plan() -> Plan {
    Plan::new(Seed::new(5))
}

#[test]
fn the_exact_test_equals_scipy() {
    let (x, y) = (means(&numbers("permutation/x")), means(&numbers("permutation/y")));
    let outcome = two_groups(&x, &y, &[MEAN], &plan())[0].unwrap();
    close(Some(outcome.statistic), number("permutation/difference"), "difference");
    close(Some(outcome.p), number("permutation/p"), "p");
    assert_eq!((outcome.deals, outcome.extreme, outcome.exact), (70, 4, true));
    close(Some(outcome.smallest_p), 2.0 / 70.0, "smallest p");
}

#[test]
fn the_exact_omnibus_test_equals_scipy() {
    let groups: Vec<Table> = rows("permutation/groups").iter().map(|g| means(g)).collect();
    let groups: Vec<&Table> = groups.iter().collect();
    let outcome = omnibus(&groups, &[MEAN], &Plan { exact_up_to: 40_000, ..plan() })[0].unwrap();
    assert!(outcome.exact);
    close(Some(outcome.statistic), number("permutation/between_ss"), "sum of squares between groups");
    close(Some(outcome.p), number("permutation/omnibus_p"), "p");
    close(Some(outcome.smallest_p), 6.0 / outcome.deals as f64, "smallest p");
}

#[test]
fn drawing_comes_near_the_exact_p() {
    let (x, y) = (means(&numbers("permutation/x")), means(&numbers("permutation/y")));
    let drawn = two_groups(&x, &y, &[MEAN], &Plan { exact_up_to: 0, ..plan() })[0].unwrap();
    assert!(!drawn.exact && (drawn.p - number("permutation/p")).abs() < 0.01, "{}", drawn.p);
    let groups: Vec<Table> = rows("permutation/groups").iter().map(|g| means(g)).collect();
    let groups: Vec<&Table> = groups.iter().collect();
    let drawn = omnibus(&groups, &[MEAN], &Plan { exact_up_to: 0, ..plan() })[0].unwrap();
    assert!((drawn.p - number("permutation/omnibus_p")).abs() < 0.01, "{}", drawn.p);
}

#[test]
fn smallest_possible_p() {
    for (n, expected) in
        [(1, 1.0), (2, 1.0 / 3.0), (3, 0.1), (4, 2.0 / 70.0), (5, 2.0 / 252.0), (7, 2.0 / 3432.0)]
    {
        close(Some(smallest_p(n, n)), expected, "smallest p");
    }
    close(Some(smallest_p(4, 5)), 1.0 / 126.0, "unequal sizes have no mirror image");
    assert_eq!((smallest_p(0, 3), smallest_p(5_000, 5_000)), (1.0, 0.0));
}

#[test]
fn a_test_that_could_find_nothing_is_refused() {
    let three = means(&[1.0, 2.0, 3.0]);
    let refused = Err(Caution::TooFewUnits { found: 3, needed: 4 });
    assert_eq!(two_groups(&three, &means(&[9.0; 8]), &[MEAN], &plan()), [refused]);
    assert_eq!(omnibus(&[&means(&[1.0; 9])], &[MEAN], &plan()).len(), 1);
    assert!(omnibus(&[], &[MEAN], &plan())[0].is_err());
    assert_eq!(two_groups(&Table::new(0), &Table::new(0), &[], &plan()), []);
}

#[test]
fn no_hits_at_all_is_no_variation() {
    let none = means(&[0.0; 30]);
    for exact_up_to in [0, 1_000_000_000] {
        let small = means(&[0.0; 4]);
        let outcome = two_groups(&none, &small, &[MEAN], &Plan { exact_up_to, draws: 50, ..plan() });
        assert_eq!(outcome, [Err(Caution::NoVariation)]);
    }
    let empty = Table::from_rows(&[[0.0, 0.0]; 5]).unwrap();
    assert_eq!(two_groups(&empty, &empty, &[MEAN], &plan()), [Err(Caution::Empty)]);
    let missing = Ratio { numerator: 7, ..MEAN };
    assert_eq!(two_groups(&none, &none, &[missing], &plan()), [Err(Caution::Empty)]);
}

#[test]
fn two_hundred_groups() {
    let groups: Vec<Table> =
        (0..200).map(|g| means(&[f64::from(g % 7), 1.0, 2.0, f64::from(g % 3)])).collect();
    let outcome =
        omnibus(&groups.iter().collect::<Vec<_>>(), &[MEAN], &Plan { draws: 99, ..plan() })[0].unwrap();
    assert!(!outcome.exact && (0.01..=1.0).contains(&outcome.p));
}

#[test]
fn threads_change_nothing() {
    let (x, y) = (means(&[5.0, 1.0, 2.0, 7.0, 3.0, 9.0]), means(&[2.0, 0.0, 1.0, 1.0, 4.0, 4.0]));
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| two_groups(&x, &y, &[MEAN], &Plan { exact_up_to: 0, draws: 500, ..plan() }))
    };
    assert_eq!(run(1), run(4));
}

proptest! {
    #[test]
    fn swapping_flips_the_sign_and_keeps_p(
        x in prop::collection::vec(0u32..20, 4..9),
        y in prop::collection::vec(0u32..20, 4..9),
        exact_up_to in prop::sample::select(vec![0u64, 20_000]),
    ) {
        let table = |v: &[u32]| means(&v.iter().map(|x| f64::from(*x)).collect::<Vec<_>>());
        let plan = Plan { exact_up_to, draws: 99, ..plan() };
        let there = two_groups(&table(&x), &table(&y), &[MEAN], &plan);
        let mut turned = x.clone();
        turned.reverse();
        let back = two_groups(&table(&y), &table(&turned), &[MEAN], &plan);
        match (there[0], back[0]) {
            (Ok(t), Ok(b)) => {
                prop_assert!((t.statistic + b.statistic).abs() < 1e-12);
                prop_assert_eq!(t.p.to_bits(), b.p.to_bits());
                prop_assert!(t.smallest_p <= t.p && t.p <= 1.0);
            }
            (t, b) => prop_assert_eq!(t, b),
        }
    }
}
