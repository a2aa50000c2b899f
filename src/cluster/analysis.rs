//! The whole of a cluster analysis in one call: choose k, cluster, judge, test by resampling, draw a map.

use super::choose::{Choice, choose};
use super::dbscan::{dbscan, suggest_radius};
use super::features::Matrix;
use super::kmeans::{STARTS, kmeans};
use super::mixture::mixture;
use super::partition::{Partition, distinct};
use super::projection::{Projection, project, reduce};
use super::quality::{Silhouette, Structure, silhouette};
use super::stability::{DRAWS, Stability, stability};
use super::ward::{Merge, cut, ward};
use crate::error::{Error, Kind, Result};
use crate::stats::random::Seed;
use ndarray::Array2;
use serde::Serialize;

/// Fewer rows are not clustered: of seven articles any grouping can be talked into sense.
pub const ROWS_AT_LEAST: usize = 10;

/// Above so many rows k-means starts less often: each start sees enough.
const MANY_ROWS: usize = 10_000;

/// Most leaves of a tree that is made only to be looked at.
pub const TREE_ROWS: usize = 500;

/// Tables of more columns are clustered by so many principal components: distances in hundreds of dimensions
/// say little and cost much (latent semantic analysis; Deerwester and others 1990).
pub const COMPONENTS: usize = 50;

/// How to cluster.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Clusters around means. The default, for any number of rows.
    KMeans,
    /// Merging of nearest clusters; gives a tree; up to 10,000 rows. The method of Matthes & Kohring.
    Ward,
    /// A mixture of normal distributions.
    Mixture,
    /// Dense regions and noise; finds the number of clusters itself. Without a radius one is suggested by the
    /// data.
    Dbscan {
        /// How near is near.
        radius: Option<f64>,
        /// How many neighbours make a row a core.
        neighbours: usize,
    },
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How to cluster.
    pub method: Method,
    /// The number of clusters; `None` to choose it by silhouette. Ignored by DBSCAN.
    pub k: Option<usize>,
    /// Where the random numbers come from.
    pub seed: Seed,
}

/// A cluster analysis. Rows are in the order of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Who belongs where.
    pub partition: Partition,
    /// What spoke for which number of clusters; `None` for DBSCAN.
    pub choice: Option<Choice>,
    /// How well rows sit; `None` where it is undefined.
    pub silhouette: Option<Silhouette>,
    /// What the mean silhouette says.
    pub structure: Structure,
    /// Whether resampled rows give the same clusters; `None` where that could not be found out.
    pub stability: Option<Stability>,
    /// The row that stands for each cluster.
    pub medoids: Vec<usize>,
    /// The mean of each column in each cluster, clusters by columns.
    pub profile: Vec<Vec<f64>>,
    /// The rows on a plane.
    pub map: Option<Projection>,
    /// The tree of Ward's method; its leaves are the rows. Of other methods too, up to [`TREE_ROWS`] rows: how groups made
    /// otherwise lie in it is worth seeing.
    pub tree: Option<Vec<Merge>>,
    /// The radius that DBSCAN used.
    pub radius: Option<f64>,
}

/// Clusters the rows of a matrix; of one with more than [`COMPONENTS`] columns by its first principal
/// components. The order of rows changes nothing but the order of the answer.
///
/// # Errors
/// With fewer than ten rows, if all rows are alike, if `k` is not between 2 and the number of different rows,
/// or if the method refuses (see there).
///
/// # Example
/// ```
/// use framescope::cluster::{analysis::{Method, Options, analyse}, features::Matrix};
/// use framescope::stats::random::Seed;
/// let ids = (0..12).map(|i| format!("article {i}")).collect();
/// let shares: Vec<Vec<f64>> = (0..12).map(|i| if i < 7 { vec![0.9, 0.1] } else { vec![0.2, 0.8 + i as f64 / 100.0] }).collect();
/// let matrix = Matrix::new(ids, vec!["threat".into(), "privacy".into()], &shares)?;
/// let options = Options { method: Method::KMeans, k: None, seed: Seed::new(1) };
/// let clusters = analyse(&matrix, &options)?;
/// assert_eq!(clusters.partition.sizes(), [7, 5]);
/// # Ok::<(), framescope::error::Error>(())
/// ```
pub fn analyse(matrix: &Matrix, options: &Options) -> Result<Analysis> {
    let (values, places) = matrix.canonical();
    check(matrix, &values, options)?;
    let seed = options.seed.named("cluster");
    let map = project(&values).map(|p| Projection { points: scatter(&p.points, &places), ..p });
    let reduced = (values.ncols() > COMPONENTS).then(|| reduce(&values, COMPONENTS)).flatten();
    let all = values;
    let values = reduced.as_ref().unwrap_or(&all);
    let found = find(values, options, seed)?;
    let partition = found.partition;
    let silhouette = silhouette(values, &partition, seed);
    let refit =
        |rows: &Array2<f64>, seed: Seed| again(rows, options.method, found.radius, partition.k(), seed);
    let stability = (partition.k() > 1).then(|| stability(values, &partition, DRAWS, seed, refit)).flatten();
    let medoids = partition.medoids(values).into_iter().map(|i| places[i]).collect();
    let profile = partition.centres(&all).rows().into_iter().map(|r| r.to_vec()).collect();
    let structure = Structure::of(silhouette.as_ref().map_or(0.0, |s| s.mean));
    Ok(Analysis {
        choice: found.choice,
        silhouette: silhouette.map(|s| Silhouette { values: scatter(&s.values, &places), ..s }),
        structure,
        stability,
        medoids,
        profile,
        map,
        tree: found.tree.or_else(|| to_look_at(values)).map(|tree| in_given_order(tree, &places)),
        radius: found.radius,
        partition: partition.scattered(&places),
    })
}

fn to_look_at(values: &Array2<f64>) -> Option<Vec<Merge>> {
    if values.nrows() > TREE_ROWS { None } else { ward(values).ok() }
}

/// Refuses so few rows that any grouping can be talked into sense. `what` one row is called: an article, a segment.
///
/// # Errors
/// If there are fewer than [`ROWS_AT_LEAST`].
///
/// # Example
/// ```
/// let e = framescope::cluster::analysis::enough(9, "article").unwrap_err();
/// assert_eq!(e.reason(), "9 articles are too few to look for clusters: at least 10 are needed");
/// ```
pub fn enough(rows: usize, what: &str) -> Result<()> {
    if rows >= ROWS_AT_LEAST {
        return Ok(());
    }
    let are = if rows == 1 { format!("1 {what} is") } else { format!("{rows} {what}s are") };
    let help = match what {
        "segment" => "compare the articles one by one",
        _ => "cluster segments instead of articles, or compare the articles one by one",
    };
    let reason = format!("{are} too few to look for clusters: at least {ROWS_AT_LEAST} are needed");
    Err(Error::new(Kind::Statistics, reason).help(help))
}

fn check(matrix: &Matrix, values: &Array2<f64>, options: &Options) -> Result<()> {
    let refuse = |reason: String, help: &str| Err(Error::new(Kind::Statistics, reason).help(help));
    let (rows, different) = (matrix.rows(), distinct(values));
    enough(rows, "row")?;
    if different < 2 {
        return refuse(format!("all {rows} rows are alike"), "cluster by other features");
    }
    match options.k {
        Some(k)
            if !(2..=different.min(rows - 1)).contains(&k)
                && !matches!(options.method, Method::Dbscan { .. }) =>
        {
            let reason =
                format!("there are no {k} clusters of {rows} rows, of which {different} are different");
            refuse(reason, "ask for at least 2 and for fewer clusters than rows, or let the number be chosen")
        }
        _ => Ok(()),
    }
}

struct Found {
    partition: Partition,
    choice: Option<Choice>,
    tree: Option<Vec<Merge>>,
    radius: Option<f64>,
}

fn find(values: &Array2<f64>, options: &Options, seed: Seed) -> Result<Found> {
    if let Method::Dbscan { radius, neighbours } = options.method {
        let radius = radius.or_else(|| suggest_radius(values, neighbours)).unwrap_or(0.0);
        let partition = Partition::of(&dbscan(values, radius, neighbours)?);
        return Ok(Found { partition, choice: None, tree: None, radius: Some(radius) });
    }
    let tree = if options.method == Method::Ward { Some(ward(values)?) } else { None };
    let choice = choose(values, seed, |rows, k| {
        let labels = again(rows, options.method, None, k, seed)?;
        labels.into_iter().collect()
    });
    let Some(k) = options.k.or(choice.by_silhouette) else {
        let reason = "no number of clusters can be told from another";
        return Err(Error::new(Kind::Statistics, reason).help("give the number of clusters"));
    };
    let failed = || Error::new(Kind::Statistics, format!("k-means found no {k} clusters"));
    let starts = if values.nrows() > MANY_ROWS { 3 } else { STARTS };
    let labels = match (&tree, options.method) {
        (Some(tree), _) => cut(tree, values.nrows(), k),
        (None, Method::Mixture) => mixture(values, k, seed)?,
        (None, _) => kmeans(values, k, starts, seed).ok_or_else(failed)?,
    };
    Ok(Found { partition: Partition::of_all(&labels), choice: Some(choice), tree, radius: None })
}

/// The same method on other rows, which are sorted too.
fn again(
    rows: &Array2<f64>,
    method: Method,
    radius: Option<f64>,
    k: usize,
    seed: Seed,
) -> Option<Vec<Option<usize>>> {
    let all = |labels: Vec<usize>| labels.into_iter().map(Some).collect();
    match method {
        Method::KMeans => kmeans(rows, k, STARTS / 2, seed).map(all),
        Method::Ward => ward(rows).ok().map(|tree| all(cut(&tree, rows.nrows(), k))),
        Method::Mixture => mixture(rows, k, seed).ok().map(all),
        Method::Dbscan { neighbours, .. } => dbscan(rows, radius?, neighbours).ok(),
    }
}

/// Answers about sorted rows, in the order in which rows were given.
fn scatter<T: Clone>(sorted: &[T], places: &[usize]) -> Vec<T> {
    let mut order: Vec<(usize, &T)> = places.iter().copied().zip(sorted).collect();
    order.sort_by_key(|pair| pair.0);
    order.into_iter().map(|pair| pair.1.clone()).collect()
}

/// The tree with the leaves numbered as rows were given.
fn in_given_order(tree: Vec<Merge>, places: &[usize]) -> Vec<Merge> {
    let name = |i: usize| places.get(i).copied().unwrap_or(i);
    let renamed = tree.into_iter().map(|merge| {
        let (a, b) = (name(merge.first), name(merge.second));
        Merge { first: a.min(b), second: a.max(b), ..merge }
    });
    renamed.collect()
}

#[cfg(test)]
mod tests;
