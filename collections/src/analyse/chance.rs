//! How many rare samples two incidents share by chance: large incidents share something with everything.

use std::collections::BTreeMap;

/// Samples are dealt to incidents at random, each incident and each sample keeping its number. The samples two incidents
/// then share are nearly Poisson, with a mean in proportion to the product of their sizes.
pub(super) struct Model {
    factor: f64,
}

impl Model {
    /// `sizes`: samples of each incident, all kinds; `rare`: incidents of each rare sample.
    pub(super) fn new(sizes: &[usize], rare: &[usize]) -> Self {
        let total: f64 = sizes.iter().map(|k| *k as f64).sum();
        let pairs: f64 = rare.iter().map(|n| *n as f64 * (*n as f64 - 1.0)).sum();
        Self {
            factor: if total > 0.0 { pairs / (total * total) } else { 0.0 },
        }
    }

    /// Probability that two incidents share so many rare samples or more.
    pub(super) fn chance(&self, a: usize, b: usize, shared: usize) -> f64 {
        let p = at_least(self.factor * a as f64 * b as f64, shared);
        // Four figures are more than the model knows.
        if p == 0.0 {
            return 0.0;
        }
        let scale = 10_f64.powf(3.0 - p.log10().floor());
        (p * scale).round() / scale
    }

    /// Pairs that would share two or more, less probable than `chance`, although nothing links them.
    pub(super) fn expected_links(&self, sizes: &[usize], chance: f64) -> f64 {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for size in sizes {
            *counts.entry(*size).or_default() += 1.0;
        }
        let mut sum = 0.0;
        for (a, na) in &counts {
            for (b, nb) in counts.range(..=a) {
                let pairs = if a == b { na * (na - 1.0) / 2.0 } else { na * nb };
                let mean = self.factor * *a as f64 * *b as f64;
                let needed = (2..=*a.min(b)).find(|m| at_least(mean, *m) <= chance);
                sum += needed.map_or(0.0, |m| pairs * at_least(mean, m));
            }
        }
        (sum * 1000.0).round() / 1000.0
    }
}

/// Probability of `n` or more, Poisson.
fn at_least(mean: f64, n: usize) -> f64 {
    if n == 0 {
        return 1.0;
    }
    if mean > 500.0 {
        // Far from the tail, and the exponential would vanish.
        return if (n as f64) < mean { 1.0 } else { 0.5 };
    }
    // Summed from `n` upwards: the tail is small, and one minus the rest would lose it.
    let mut term = (-mean).exp();
    for i in 1..=n {
        term *= mean / i as f64;
    }
    let (mut sum, mut i) = (0.0, n);
    while term > 1e-18 * sum || i < n + 2 {
        sum += term;
        i += 1;
        term *= mean / i as f64;
        if i > n + 10_000 {
            break;
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_a_poisson() {
        // 1 - e^-1 and 1 - 2 e^-1.
        assert!((at_least(1.0, 1) - 0.632_120_6).abs() < 1e-6);
        assert!((at_least(1.0, 2) - 0.264_241_1).abs() < 1e-6);
        assert!((at_least(0.01, 2) - 4.966_8e-5).abs() < 1e-8);
        assert!((at_least(50.0, 2) - 1.0).abs() < 1e-9);
        assert!(at_least(0.0, 1) == 0.0);
    }

    #[test]
    fn large_incidents_share_more_by_chance() {
        let model = Model::new(&[10, 10, 10, 10, 2, 2], &[2, 2, 3]);
        // 2 + 2 + 6 ordered pairs over 44 squared.
        assert!((model.factor - 10.0 / 1936.0).abs() < 1e-12);
        assert!(model.chance(10, 10, 1) > model.chance(2, 2, 1));
        assert!(model.chance(10, 10, 2) < model.chance(10, 10, 1));
    }
}
