//! Counts the steps of this layer in tests, so that its growth with the length of a text is proved without a clock.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts `n` steps; nothing outside tests.
#[cfg(not(test))]
#[inline]
pub const fn count(_: usize) {}

/// Counts `n` steps.
#[cfg(test)]
pub fn count(n: usize) {
    STEPS.with(|s| s.set(s.get() + n as u64));
}

/// Steps of this thread since the last call.
#[cfg(test)]
pub fn take() -> u64 {
    STEPS.with(|s| s.replace(0))
}
