//! Work shared among threads, its results in the order in which the work was given.

use std::collections::VecDeque;
use std::sync::Mutex;

/// Pieces taken at once.
const PIECE: usize = 16;

/// Does `work` with each of `list`, on so many threads at most, each with so many of them at least.
///
/// Each thread has pieces of its own, and takes those of others when they are done. So what one call makes and the next one
/// uses up mostly stays with one thread, which is much cheaper for the allocator.
pub(crate) fn each<T: Send, R: Send>(
    (threads, worth): (usize, usize),
    list: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let threads = threads.min(list.len() / worth.max(1));
    if threads < 2 {
        return list.into_iter().map(work).collect();
    }
    let mut results: Vec<Option<R>> = std::iter::repeat_with(|| None).take(list.len()).collect();
    let mut own: Vec<VecDeque<(usize, T)>> = (0..threads).map(|_| VecDeque::new()).collect();
    for (i, one) in list.into_iter().enumerate() {
        if let Some(own) = own.get_mut(i / PIECE % threads) {
            own.push_back((i, one));
        }
    }
    let own: Vec<Mutex<VecDeque<(usize, T)>>> = own.into_iter().map(Mutex::new).collect();
    let take = |thread: usize, piece: &mut Vec<(usize, T)>| {
        for source in own.iter().cycle().skip(thread).take(threads) {
            if let Ok(mut source) = source.lock() {
                let n = PIECE.min(source.len());
                piece.extend(source.drain(..n));
            }
            if !piece.is_empty() {
                return;
            }
        }
    };
    let run = |thread: usize| {
        let mut done = Vec::new();
        let mut piece = Vec::with_capacity(PIECE);
        loop {
            take(thread, &mut piece);
            if piece.is_empty() {
                return done;
            }
            done.extend(piece.drain(..).map(|(i, one)| (i, work(one))));
        }
    };
    let done = std::thread::scope(|scope| {
        let run = &run;
        let others: Vec<_> = (1..threads).map(|n| scope.spawn(move || run(n))).collect();
        let mut done = run(0);
        for other in others {
            match other.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    for (i, result) in done {
        if let Some(place) = results.get_mut(i) {
            *place = Some(result);
        }
    }
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order() {
        for threads in [1, 2, 7] {
            for n in [0, 1, 15, 16, 33, 1000] {
                let got = each((threads, 16), (0..n).collect(), |i: usize| i * i);
                assert_eq!(got, (0..n).map(|i| i * i).collect::<Vec<_>>());
            }
        }
    }
}
