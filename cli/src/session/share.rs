//! Work shared among threads, its results in the order in which the work was given.

use std::sync::Mutex;

/// Pieces taken at once.
const PIECE: usize = 16;

/// Does `work` with each of `list`, on so many threads at most.
pub(crate) fn each<T: Send, R: Send>(threads: usize, list: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads.min(list.len() / PIECE);
    if threads < 2 {
        return list.into_iter().map(work).collect();
    }
    let source = Mutex::new(list.into_iter().enumerate());
    let take = || -> Vec<(usize, T)> {
        match source.lock() {
            Ok(mut source) => source.by_ref().take(PIECE).collect(),
            Err(_) => Vec::new(),
        }
    };
    let run = || {
        let mut done = Vec::new();
        loop {
            let piece = take();
            if piece.is_empty() {
                return done;
            }
            done.extend(piece.into_iter().map(|(i, one)| (i, work(one))));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order() {
        for threads in [1, 2, 7] {
            for n in [0, 1, 15, 16, 33, 1000] {
                let got = each(threads, (0..n).collect(), |i: usize| i * i);
                assert_eq!(got, (0..n).map(|i| i * i).collect::<Vec<_>>());
            }
        }
    }
}
