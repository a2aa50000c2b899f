//! Lists that are read when they are first asked for: a run needs those of its own languages alone.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

type Reading<T> = Box<dyn FnOnce() -> Vec<T> + Send + Sync>;

/// A list that may not have been read yet. Copies share it until they change it.
pub struct Later<T> {
    list: Arc<LazyLock<Vec<T>, Reading<T>>>,
    untouched: bool,
}

impl<T: Send + Sync + 'static> Later<T> {
    /// A list that `read` gives.
    pub fn new(read: impl FnOnce() -> Vec<T> + Send + Sync + 'static) -> Self {
        Self { list: Arc::new(LazyLock::new(Box::new(read))), untouched: true }
    }
}

impl<T: Clone + Send + Sync + 'static> Later<T> {
    /// Changes the list; other copies stay as they are.
    pub fn change(&mut self, with: impl FnOnce(&mut Vec<T>)) {
        let mut list = self.to_vec();
        with(&mut list);
        *self = list.into();
    }
}

impl<T> Later<T> {
    /// True if it is as it came: nobody has made or changed it in memory.
    pub fn is_untouched(&self) -> bool {
        self.untouched
    }
}

impl<T: Send + Sync + 'static> From<Vec<T>> for Later<T> {
    fn from(list: Vec<T>) -> Self {
        Self { untouched: false, ..Self::new(|| list) }
    }
}

impl<T: Send + Sync + 'static> Default for Later<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self { list: self.list.clone(), untouched: self.untouched }
    }
}

impl<T> Deref for Later<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.list
    }
}

impl<'a, T> IntoIterator for &'a Later<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_list_is_read_once_and_only_when_it_is_asked_for() {
        let reads = Arc::new(AtomicUsize::new(0));
        let counted = reads.clone();
        let list = Later::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            vec!["joy", "grief"]
        });
        let mut copy = list.clone();
        assert!(reads.load(Ordering::SeqCst) == 0 && copy.is_untouched());
        assert_eq!((list.len(), copy[0], reads.load(Ordering::SeqCst)), (2, "joy", 1));
        copy.change(|list| list.truncate(1));
        assert_eq!((list.len(), copy.len(), reads.load(Ordering::SeqCst)), (2, 1, 1));
        assert!(list.is_untouched() && !copy.is_untouched() && list != copy);
        assert!(Later::<u8>::default().is_empty());
    }
}
