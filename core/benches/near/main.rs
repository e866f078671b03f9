//! Looking up a single mark, beside what others would use, in one run. Prints ratios, recall, growth and size.
//!
//! `cargo bench -p headstamp-core --bench near`; with `-- quick` a shorter run. Compare ratios, not absolute figures.
//!
//! Marks are made up and all distinct; noise is drawn from a list of its own and not from `confusions.toml`. Each kind of
//! noise has its share of the queries, and the same queries are put to all. Ours always folds, confuses and turns; peers
//! are shown as they are and with folding and turning added.

// A benchmark that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod ours;
mod peers;
mod world;

use std::hint::black_box;
use std::time::Instant;

use ours::Ours;
use peers::{JaroWinkler, Osa, Sym};
use world::{KINDS, Query, Size, World};

/// Something that lists the five marks that a query most likely means.
pub(crate) trait Lookup {
    fn name(&self) -> String;
    fn five(&mut self, query: &str, out: &mut Vec<u32>);
}

/// Nanoseconds that this thread spent on the processor, where the system tells it: other programs then matter little.
#[cfg(unix)]
fn now(_: Instant) -> f64 {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    spent.tv_sec as f64 * 1e9 + spent.tv_nsec as f64
}

#[cfg(not(unix))]
fn now(start: Instant) -> f64 {
    start.elapsed().as_nanos() as f64
}

/// Nanoseconds a query.
fn time(peer: &mut dyn Lookup, queries: &[&Query]) -> f64 {
    let mut out = Vec::new();
    let clock = Instant::now();
    let start = now(clock);
    for q in queries {
        peer.five(black_box(&q.text), &mut out);
        black_box(&out);
    }
    (now(clock) - start) / queries.len() as f64
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

fn recall(peer: &mut dyn Lookup, size: &Size, queries: &[&Query]) -> (f64, f64) {
    let (mut first, mut five, mut out) = (0, 0, Vec::new());
    for q in queries {
        peer.five(&q.text, &mut out);
        let at = out.iter().position(|n| size.names[*n as usize] == q.truth);
        first += usize::from(at == Some(0));
        five += usize::from(at.is_some());
    }
    let n = queries.len() as f64;
    (first as f64 / n, five as f64 / n)
}

fn speed(size: &Size, queries: &[&Query], rounds: usize) {
    let mut all: Vec<(Box<dyn Lookup + '_>, usize)> = vec![
        (Box::new(Ours::new(size, 1e-7, false)), 1),
        (Box::new(Ours::new(size, 1e-4, false)), 1),
        (Box::new(Osa::new(size, false)), 1),
        (Box::new(Sym::new(size, false)), 1),
        (Box::new(JaroWinkler::new(size)), 4),
        (Box::new(Osa::new(size, true)), 1),
        (Box::new(Sym::new(size, true)), 1),
    ];
    let scans = (size.names.len() / 3_000).max(1);
    let mut times = vec![Vec::new(); all.len()];
    for round in 0..rounds {
        for ((peer, slow), times) in all.iter_mut().zip(&mut times) {
            // Peers that look at every mark get fewer queries, others in each round.
            let fewer = if peer.name().contains("scan") {
                *slow * scans * 4
            } else {
                *slow
            };
            let some: Vec<&Query> = queries
                .iter()
                .skip(round % fewer)
                .step_by(fewer)
                .copied()
                .collect();
            times.push(time(peer.as_mut(), &some));
        }
    }
    let times: Vec<f64> = times.into_iter().map(median).collect();
    println!("\n{} marks: top five, one core", size.names.len());
    println!(
        "  {:<34} {:>12} {:>10} {:>14}",
        "", "queries/s", "ours is", "recall@1/@5"
    );
    for ((peer, _), t) in all.iter_mut().zip(&times) {
        let some: Vec<&Query> = queries
            .iter()
            .step_by(if peer.name().contains("scan") { 8 } else { 1 })
            .copied()
            .collect();
        let (one, five) = recall(peer.as_mut(), size, &some);
        println!(
            "  {:<34} {:>12.0} {:>9.1}x {:>8.3}/{:.3}",
            peer.name(),
            1e9 / t,
            t / times[0],
            one,
            five
        );
    }
}

fn against_truth(size: &Size, queries: &[&Query]) {
    let (one, five) = recall(&mut Ours::new(size, 1e-7, false), size, queries);
    let (best_one, best_five) = recall(&mut Ours::new(size, 1e-12, true), size, queries);
    println!(
        "  recall@1/@5 of {} queries: index {one:.4}/{five:.4}, exhaustive {best_one:.4}/{best_five:.4}, short by {:+.4}/{:+.4}",
        queries.len(),
        best_one - one,
        best_five - five
    );
}

fn growth(small: &Size, large: &Size, queries: &[Query], rounds: usize) {
    println!(
        "\nGrowth from {} to {} marks, ns a query",
        small.names.len(),
        large.names.len()
    );
    for (kind, name) in KINDS.iter().enumerate() {
        let own: Vec<&Query> = queries.iter().filter(|q| q.kind == kind).collect();
        let (mut before, mut after) = (Ours::new(small, 1e-7, false), Ours::new(large, 1e-7, false));
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            a.push(time(&mut before, &own));
            b.push(time(&mut after, &own));
        }
        let (a, b) = (median(a), median(b));
        println!(
            "  {name:<16} {a:>8.0} {b:>8.0} {:>6.2}x  ({} queries)",
            b / a,
            own.len()
        );
    }
}

fn main() {
    let quick = std::env::args().any(|a| a == "quick");
    let rounds = if quick { 5 } else { 25 };
    let world = World::new(30_000);
    let queries = world.queries(4_000);
    let sizes: Vec<Size> = [1_000, 3_000, 30_000].map(|n| world.size(n)).into();
    let all: Vec<&Query> = queries.iter().collect();
    for size in &sizes {
        speed(size, &all, rounds);
        let some: Vec<&Query> = all
            .iter()
            .step_by(if quick || size.names.len() > 10_000 { 8 } else { 1 })
            .copied()
            .collect();
        against_truth(size, &some);
        println!(
            "  index {:.0} bytes a mark",
            size.tables().set().near.bytes() as f64 / size.names.len() as f64
        );
    }
    println!("\nBy noise at 3,000 marks: ns a query, recall@1/@5 of the index");
    for noise in world::NOISES {
        let own: Vec<&Query> = queries.iter().filter(|q| q.noise == *noise).collect();
        let mut ours = Ours::new(&sizes[1], 1e-7, false);
        let t = median((0..rounds).map(|_| time(&mut ours, &own)).collect());
        let (one, five) = recall(&mut ours, &sizes[1], &own);
        println!(
            "  {noise:<16} {t:>8.0} {one:>8.3}/{five:.3}  ({} queries)",
            own.len()
        );
    }
    growth(&sizes[1], &sizes[2], &queries, rounds);
}
