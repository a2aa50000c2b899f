use super::*;
use crate::stats::estimate::LEVEL;
use crate::stats::golden::{close, number, numbers, value};

fn example(path: &str) -> Ratings {
    let coders = value(path).as_array().unwrap();
    let codes = |unit: usize| coders.iter().map(|c| c[unit].as_f64()).collect::<Vec<_>>();
    let units: Vec<_> = (0..coders[0].as_array().unwrap().len()).map(codes).collect();
    Ratings::from_units(&units).unwrap()
}

fn of(ratings: &Ratings) -> Agreement {
    agreement(ratings, Level::Nominal, 500, LEVEL, Seed::new(1))
}

#[test]
fn kappas_equal_scikit_learn_and_statsmodels() {
    let two = example("agreement/two/coders");
    close(cohen(&two, Weights::Unweighted), number("agreement/two/cohen"), "Cohen");
    close(cohen(&two, Weights::Linear), number("agreement/two/cohen_linear"), "Cohen, linear");
    close(cohen(&two, Weights::Quadratic), number("agreement/two/cohen_quadratic"), "Cohen, quadratic");
    close(percent(&two), number("agreement/two/percent"), "percent");
    let many = example("agreement/complete/coders");
    close(fleiss(&many), number("agreement/complete/fleiss"), "Fleiss");
    assert_eq!(of(&many).kappa, fleiss(&many));
    assert_eq!(cohen(&many, Weights::Linear), None);
}

/// Twelve units and four coders: [.415, 1.0] by 20,000 draws of another generator, with a tolerance of .02.
#[test]
fn the_interval_of_alpha_comes_near_the_reference() {
    let ratings = example("agreement/textbook/coders");
    let outcome = agreement(&ratings, Level::Nominal, 4_000, LEVEL, Seed::new(1));
    let (low, high) = outcome.alpha.ends().unwrap();
    let expected = numbers("agreement/textbook/unit_bootstrap_nominal");
    assert!((low - expected[0]).abs() < 0.02 && (high - expected[1]).abs() < 0.02, "{low} {high}");
    assert_eq!((outcome.units, outcome.pairable, outcome.alpha.n), (12, 11, 11));
}

#[test]
fn no_variation_is_undefined_never_one() {
    let outcome = of(&Ratings::from_units(&[[Some(0.0); 2]; 5]).unwrap());
    assert_eq!((outcome.percent, outcome.kappa, outcome.alpha.value), (Some(1.0), None, None));
    assert_eq!(outcome.alpha.caution, Some(Caution::NoVariation));
    assert_eq!(of(&Ratings::from_units(&[[Some(0.0); 3]; 5]).unwrap()).kappa, None);
    let nobody = of(&Ratings::new(2));
    assert_eq!((nobody.percent, nobody.kappa, nobody.alpha.caution), (None, None, Some(Caution::Empty)));
    let gaps = of(&Ratings::from_units(&[[Some(0.0), None], [None, Some(1.0)]]).unwrap());
    assert_eq!((gaps.percent, gaps.alpha.value, gaps.pairable), (None, None, 0));
}

#[test]
fn perfect_agreement_has_no_interval_of_no_width() {
    let units: Vec<_> = (0..40).map(|i| [Some(f64::from(i % 2)); 2]).collect();
    let outcome = of(&Ratings::from_units(&units).unwrap());
    assert_eq!((outcome.alpha.value, outcome.alpha.ends()), (Some(1.0), None));
    assert_eq!(outcome.alpha.caution, Some(Caution::NoVariation));
    let one = of(&Ratings::from_units(&[[Some(1.0), Some(0.0)]]).unwrap());
    assert_eq!(one.alpha.caution, Some(Caution::OneUnit));
}

#[test]
fn a_rare_code_in_a_small_class_is_not_estimable() {
    let units = [[Some(0.0), Some(0.0)], [Some(0.0), Some(0.0)], [Some(0.0), Some(1.0)]];
    let outcome = of(&Ratings::from_units(&units).unwrap());
    assert!(
        matches!(outcome.alpha.caution, Some(Caution::UndefinedDraws { undefined, .. }) if undefined > 50)
    );
}

#[test]
fn pairs_and_confusion() {
    let ratings = example("agreement/textbook/coders");
    let pairs = pairs(&ratings, Level::Nominal, 50, LEVEL, Seed::new(1));
    assert_eq!(
        pairs.iter().map(|p| (p.0, p.1)).collect::<Vec<_>>(),
        [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    );
    assert!(pairs.iter().all(|p| p.2.kappa.is_some()));
    let table = confusion(&ratings, 0, 1);
    assert_eq!(table, [(1.0, 1.0, 2), (1.0, 2.0, 1), (2.0, 2.0, 3), (3.0, 3.0, 2), (4.0, 4.0, 1)]);
    assert_eq!(confusion(&ratings, 0, 9), []);
    let disputed = disagreement(&ratings);
    assert_eq!((disputed[2], disputed[11]), (Some(0.0), None));
    close(disputed[5], 1.0, "four coders, four codes");
}

#[test]
fn order_of_units_and_threads_change_nothing() {
    let ratings = example("agreement/textbook/coders");
    let mut rows: Vec<_> = ratings.rows().map(<[_]>::to_vec).collect();
    rows.reverse();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let turned = pool.install(|| of(&Ratings::from_units(&rows).unwrap()));
    assert_eq!(of(&ratings).alpha.ends(), turned.alpha.ends());
}
