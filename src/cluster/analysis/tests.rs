use super::*;
use proptest::prelude::*;

fn names(n: usize, prefix: &str) -> Vec<String> {
    (0..n).map(|i| format!("{prefix}{i}")).collect()
}

fn matrix(rows: &[Vec<f64>]) -> Matrix {
    Matrix::new(names(rows.len(), "row "), names(rows[0].len(), "column "), rows).unwrap()
}

fn three_groups() -> Vec<Vec<f64>> {
    let mut random = Seed::new(3).stream();
    let corners = [[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]];
    let sizes = [9, 7, 5];
    let mut rows = Vec::new();
    for (corner, size) in corners.iter().zip(sizes) {
        rows.extend((0..size).map(|_| corner.iter().map(|x| x + random.unit()).collect()));
    }
    rows
}

fn options(method: Method) -> Options {
    Options { method, k: None, seed: Seed::new(1) }
}

const DBSCAN: Method = Method::Dbscan { radius: None, neighbours: 3 };

#[test]
fn every_method_finds_three_groups() {
    for method in [Method::KMeans, Method::Ward, Method::Mixture, DBSCAN] {
        let found = analyse(&matrix(&three_groups()), &options(method)).unwrap();
        let sizes = found.partition.sizes().to_vec();
        if method == DBSCAN {
            assert!(sizes.len() == 3 && found.partition.noise() < 5 && found.radius.is_some(), "{sizes:?}");
        } else {
            assert_eq!(sizes, [9, 7, 5], "{method:?}");
            assert!(found.choice.is_some() && found.structure == Structure::Strong);
            assert!(
                found.stability.as_ref().is_some_and(|s| s.ari > 0.9),
                "{method:?} {:?}",
                found.stability
            );
        }
        assert_eq!(found.medoids.len(), 3);
        assert!(found.medoids.iter().enumerate().all(|(c, m)| found.partition.labels()[*m] == Some(c)));
        assert_eq!(found.tree.as_ref().map(Vec::len), Some(20));
    }
}

#[test]
fn too_few_rows_equal_rows_and_wrong_k_are_refused() {
    let refusal = |rows: &[Vec<f64>], k| {
        analyse(&matrix(rows), &Options { k, ..options(Method::KMeans) }).unwrap_err().to_string()
    };
    assert!(refusal(&three_groups()[..9], None).contains("9 rows are too few"));
    assert!(refusal(&vec![vec![1.0, 2.0]; 12], None).contains("all 12 rows are alike"));
    for k in [0, 1, 21, 500] {
        assert!(refusal(&three_groups(), Some(k)).contains(&format!("{k} clusters of 21 rows")));
    }
    let two_places: Vec<Vec<f64>> = (0..12).map(|i| vec![f64::from(i % 2)]).collect();
    assert!(refusal(&two_places, Some(3)).contains("2 are different"));
    let found = analyse(&matrix(&two_places), &options(Method::KMeans)).unwrap();
    assert_eq!((found.partition.sizes(), found.silhouette.map(|s| s.mean)), (&[6, 6][..], Some(1.0)));
}

#[test]
fn rows_that_are_mostly_equal_are_survived_by_every_method() {
    let mut rows = vec![vec![0.0, 0.0]; 40];
    rows.extend([vec![1.0, 0.0], vec![0.0, 2.0], vec![3.0, 3.0]]);
    for method in [Method::KMeans, Method::Ward, Method::Mixture, DBSCAN] {
        match analyse(&matrix(&rows), &options(method)) {
            Ok(found) => assert!(found.partition.sizes().iter().sum::<usize>() <= 43),
            Err(error) => assert!(!error.reason().is_empty()),
        }
    }
}

#[test]
fn constant_columns_change_no_group_and_put_no_row_nowhere() {
    let plain = three_groups();
    let padded: Vec<Vec<f64>> = plain.iter().map(|r| vec![4.0, r[0], 0.0, r[1], 0.0]).collect();
    for method in [Method::KMeans, Method::Ward, Method::Mixture, DBSCAN] {
        let of =
            |rows: &[Vec<f64>]| analyse(&matrix(rows), &Options { k: Some(3), ..options(method) }).unwrap();
        let (without, with) = (of(&plain), of(&padded));
        assert_eq!(with.partition.sizes(), without.partition.sizes(), "{method:?}");
        let map = with.map.as_ref().unwrap();
        assert!(map.points.iter().all(|p| p.0.is_finite() && p.1.is_finite()), "{method:?}");
        assert!(with.profile.iter().flatten().all(|x| x.is_finite()), "{method:?}");
        assert!(with.silhouette.is_some_and(|s| s.mean > 0.5), "{method:?}");
    }
    // One column that varies among constants: a map needs no second axis to be drawn.
    let line: Vec<Vec<f64>> =
        (0..14).map(|i| vec![1.0, f64::from(i / 7) * 5.0 + f64::from(i), 1.0]).collect();
    for method in [Method::KMeans, Method::Ward, Method::Mixture] {
        let found = analyse(&matrix(&line), &Options { k: Some(2), ..options(method) }).unwrap();
        assert_eq!(found.partition.sizes(), [7, 7], "{method:?}");
        let points = found.map.map(|m| m.points).unwrap_or_default();
        assert!(points.iter().all(|p| p.0.is_finite() && p.1.is_finite()), "{method:?} {points:?}");
    }
}

#[test]
fn the_tree_is_numbered_by_the_rows_given() {
    let mut rows = three_groups();
    rows.reverse();
    let found = analyse(&matrix(&rows), &options(Method::Ward)).unwrap();
    let tree = found.tree.unwrap();
    let first = tree[0];
    assert!(first.first < 21 && first.second < 21);
    assert_eq!(found.partition.labels()[first.first], found.partition.labels()[first.second]);
    assert!(tree.is_sorted_by(|a, b| a.height <= b.height) && tree.len() == 20);
}

#[test]
fn threads_change_nothing() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| analyse(&matrix(&three_groups()), &options(Method::KMeans)).unwrap())
    };
    assert_eq!(run(1), run(3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn the_order_of_rows_changes_nothing(
        rows in prop::collection::vec(prop::array::uniform2(0u8..6), 10..16),
        turn in 1usize..10,
        ward in any::<bool>(),
    ) {
        let rows: Vec<Vec<f64>> = rows.iter().map(|r| r.iter().map(|x| f64::from(*x)).collect()).collect();
        let mut turned = rows.clone();
        turned.rotate_left(turn);
        let method = if ward { Method::Ward } else { Method::KMeans };
        let chosen = Options { k: Some(2), ..options(method) };
        let (a, b) = (analyse(&matrix(&rows), &chosen), analyse(&matrix(&turned), &chosen));
        match (a, b) {
            (Ok(a), Ok(b)) => {
                let mut labels = b.partition.labels().to_vec();
                labels.rotate_right(turn);
                prop_assert_eq!(a.partition.labels(), labels);
                prop_assert_eq!(a.stability, b.stability);
                prop_assert_eq!(a.silhouette.map(|s| s.mean), b.silhouette.map(|s| s.mean));
            }
            (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
        }
    }
}
