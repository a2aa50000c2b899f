//! Many workers, one order: jobs are taken in order, worked on side by side, and delivered in order; a bounded number is in
//! flight, so that memory does not depend on the length of the stream.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::error::{Error, Kind, Result};

/// Jobs that may be ahead of the oldest one not yet delivered, per worker.
const AHEAD: u64 = 4;

struct State<J, R> {
    jobs: J,
    /// Number of the next job to be taken.
    next: u64,
    /// Number of the next result to be delivered.
    due: u64,
    done: BTreeMap<u64, R>,
    ended: bool,
    running: usize,
    /// A worker has died; nothing more can be delivered in order.
    broken: bool,
}

/// Runs `worker`s (one per thread, made by `make`) over `jobs` and gives every result to `sink`, in the order of the jobs.
/// With one thread everything happens on the caller's.
///
/// # Errors
/// The first error of the sink; jobs not yet taken are left.
pub fn ordered<J, R, W>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    make: impl Fn() -> W + Sync,
    mut sink: impl FnMut(R) -> Result<()>,
) -> Result<()>
where
    J: Send,
    R: Send,
    W: FnMut(J) -> R,
{
    if threads <= 1 {
        let mut worker = make();
        return jobs.into_iter().try_for_each(|job| sink(worker(job)));
    }
    let state = Mutex::new(State {
        jobs,
        next: 0,
        due: 0,
        done: BTreeMap::new(),
        ended: false,
        running: 0,
        broken: false,
    });
    let changed = Condvar::new();
    let ahead = AHEAD * threads as u64;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _watch = Watch { state: &state, changed: &changed };
                let mut worker = make();
                while let Some((number, job)) = take(&state, &changed, ahead) {
                    let result = worker(job);
                    let mut s = state.lock().unwrap_or_else(PoisonError::into_inner);
                    s.done.insert(number, result);
                    s.running -= 1;
                    changed.notify_all();
                }
            });
        }
        let outcome = deliver(&state, &changed, &mut sink);
        // After an error of the sink the workers must not wait for room that will never come.
        let mut s = state.lock().unwrap_or_else(PoisonError::into_inner);
        s.ended = true;
        changed.notify_all();
        drop(s);
        outcome
    })
}

/// Tells the others if its thread dies, so that nobody waits for it.
struct Watch<'a, I, R> {
    state: &'a Mutex<State<I, R>>,
    changed: &'a Condvar,
}

impl<I, R> Drop for Watch<'_, I, R> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut s = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            s.broken = true;
            s.ended = true;
            self.changed.notify_all();
        }
    }
}

fn take<J, I: Iterator<Item = J>, R>(
    state: &Mutex<State<I, R>>,
    changed: &Condvar,
    ahead: u64,
) -> Option<(u64, J)> {
    let mut s = state.lock().unwrap_or_else(PoisonError::into_inner);
    while !s.ended && s.next >= s.due + ahead {
        s = changed.wait(s).unwrap_or_else(PoisonError::into_inner);
    }
    if s.ended {
        return None;
    }
    let Some(job) = s.jobs.next() else {
        s.ended = true;
        changed.notify_all();
        return None;
    };
    let number = s.next;
    s.next += 1;
    s.running += 1;
    Some((number, job))
}

fn deliver<I, R>(
    state: &Mutex<State<I, R>>,
    changed: &Condvar,
    sink: &mut impl FnMut(R) -> Result<()>,
) -> Result<()> {
    loop {
        let mut s = state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = loop {
            let due = s.due;
            if let Some(result) = s.done.remove(&due) {
                s.due += 1;
                changed.notify_all();
                break result;
            }
            if s.broken {
                return Err(Error::new(Kind::Statistics, "a worker stopped unexpectedly")
                    .help("please report this with the input"));
            }
            if s.ended && s.running == 0 && s.due == s.next {
                return Ok(());
            }
            s = changed.wait(s).unwrap_or_else(PoisonError::into_inner);
        };
        drop(s);
        sink(result)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_for_any_number_of_threads() {
        for threads in [1, 2, 5] {
            let mut out = Vec::new();
            let slow = || {
                |n: u64| {
                    if n.is_multiple_of(7) {
                        std::thread::yield_now();
                    }
                    n * n
                }
            };
            ordered(threads, 0..500u64, slow, |r| {
                out.push(r);
                Ok(())
            })
            .unwrap();
            assert_eq!(out, (0..500u64).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let mut seen = 0;
        let result = ordered(
            3,
            0..10_000u64,
            || |n: u64| n,
            |_| {
                seen += 1;
                if seen == 5 { Err(Error::new(Kind::Output, "full")) } else { Ok(()) }
            },
        );
        assert!(result.is_err() && seen == 5);
    }
}
