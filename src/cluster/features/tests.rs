use super::*;
use crate::stats::golden::{close, rows as golden};

fn names(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("n{i}")).collect()
}

#[test]
fn constant_columns_are_dropped_and_named() {
    let rows = [vec![1.0, 5.0, 0.0], vec![2.0, 5.0, -0.0]];
    let matrix = Matrix::new(names(2), names(3), &rows).unwrap();
    assert_eq!(matrix.columns(), ["n0"]);
    let dropped: Vec<_> = matrix.dropped().iter().map(|d| (d.column.as_str(), d.why)).collect();
    assert_eq!(dropped, [("n1", Why::Constant), ("n2", Why::Constant)]);
    let equal = Matrix::new(names(3), names(1), &vec![vec![4.0]; 3]).unwrap();
    assert_eq!((equal.rows(), equal.width()), (3, 0));
}

#[test]
fn malformed_rows_are_refused() {
    assert!(Matrix::new(names(1), names(2), &[vec![1.0]]).is_err());
    assert!(Matrix::new(names(1), names(1), &[vec![f64::NAN]]).is_err());
    assert!(Matrix::new(names(2), names(1), &[vec![1.0]]).is_err());
    assert!(Matrix::rates(names(1), names(1), &[vec![1.0]], &[]).is_err());
    assert!(tf_idf(names(1), &names(1), &[vec![(1, 1.0)]], Vocabulary::default()).is_err());
    assert!(tf_idf(names(1), &names(2), &[vec![(1, -1.0)]], Vocabulary::default()).is_err());
    let (a, b) = (Matrix::new(names(1), names(1), &[vec![1.0]]), Matrix::new(names(0), names(1), &[]));
    assert!(a.unwrap().beside(b.unwrap()).is_err());
}

#[test]
fn shares_rates_and_presence() {
    let counts = [vec![3.0, 1.0, 0.0], vec![0.0, 0.0, 0.0], vec![0.0, 2.0, 1.0]];
    let shares = Matrix::shares(names(3), names(3), &counts).unwrap();
    assert_eq!(shares.values().row(0).to_vec(), [0.75, 0.25, 0.0]);
    assert_eq!(shares.values().row(1).to_vec(), [0.0, 0.0, 0.0]);
    let rates = Matrix::rates(names(3), names(3), &counts, &[100.0, 0.0, 500.0]).unwrap();
    assert_eq!(rates.values().row(2).to_vec(), [0.0, 4.0, 2.0]);
    let presence = Matrix::presence(names(3), names(3), &counts, 0.5).unwrap();
    assert_eq!(
        (presence.columns(), presence.values().column(0).to_vec()),
        (&["n1".to_owned()][..], vec![1.0, 0.0, 1.0])
    );
    assert!(presence.dropped().iter().all(|d| d.why == Why::Rare));
}

#[test]
fn tf_idf_equals_scikit_learn() {
    let counts: Vec<Vec<(usize, f64)>> =
        golden("tfidf/counts").iter().map(|r| r.iter().copied().enumerate().collect()).collect();
    let all = Vocabulary { rows_at_least: 1, share_at_most: 1.0, terms_at_most: 100 };
    let matrix = tf_idf(names(counts.len()), &names(counts[0].len()), &counts, all).unwrap();
    for (ours, theirs) in matrix.values().rows().into_iter().zip(golden("tfidf/weights")) {
        assert_eq!(ours.len(), theirs.len());
        for (a, b) in ours.iter().zip(theirs) {
            close(Some(*a), b, "tf-idf");
        }
    }
}

#[test]
fn a_vocabulary_is_cut_at_both_ends_and_by_room() {
    let counts = [
        vec![(0, 1.0), (1, 1.0), (2, 3.0), (3, 1.0)],
        vec![(0, 1.0), (2, 1.0), (3, 2.0), (3, 1.0)],
        vec![(0, 2.0), (2, 1.0)],
        vec![(0, 1.0)],
    ];
    let few = Vocabulary { rows_at_least: 2, share_at_most: 0.9, terms_at_most: 1 };
    let matrix = tf_idf(names(4), &names(5), &counts, few).unwrap();
    assert_eq!(matrix.columns(), ["n2"]);
    let dropped: Vec<_> = matrix.dropped().iter().map(|d| (d.column.as_str(), d.why)).collect();
    assert_eq!(dropped, [("n0", Why::Common), ("n1", Why::Rare), ("n3", Why::Crowded)]);
}

#[test]
fn standardised_and_balanced_blocks() {
    let rows: Vec<Vec<f64>> = (0..5).map(|i| vec![f64::from(i), 100.0 * f64::from(i * i)]).collect();
    let matrix = Matrix::new(names(5), names(2), &rows).unwrap();
    let z = matrix.clone().standardised();
    for column in z.values().columns() {
        let (mean, variance) = moments(column);
        assert!(mean.abs() < 1e-12 && (variance - 1.0).abs() < 1e-12);
    }
    let both = matrix.clone().beside(z).unwrap();
    let variances: Vec<f64> = both.values().columns().into_iter().map(|c| moments(c).1).collect();
    assert!((variances[0] + variances[1] - 1.0).abs() < 1e-12);
    assert!((variances[2] + variances[3] - 1.0).abs() < 1e-12);
}

#[test]
fn canonical_order_is_by_value() {
    let rows = [vec![2.0, 1.0], vec![1.0, 9.0], vec![1.0, 3.0]];
    let (sorted, places) = Matrix::new(names(3), names(2), &rows).unwrap().canonical();
    assert_eq!((sorted.row(0).to_vec(), places), (vec![1.0, 3.0], vec![2, 1, 0]));
}
