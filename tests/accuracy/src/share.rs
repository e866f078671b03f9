//! A share with its count and its interval.

use serde::{Serialize, Serializer};

/// From this count on a share binds.
pub const BINDING: usize = 100;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that hold.
    pub hits: usize,
    /// All.
    pub n: usize,
}

impl Share {
    /// Counts an iterator of yes and no.
    pub fn of(list: impl IntoIterator<Item = bool>) -> Self {
        list.into_iter().fold(Self::default(), |s, yes| Self {
            hits: s.hits + usize::from(yes),
            n: s.n + 1,
        })
    }

    /// The share; 0 of nothing.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.n == 0 {
            0.0
        } else {
            self.hits as f64 / self.n as f64
        }
    }

    /// Wilson's interval at 95 %: unlike the plain one it is right near 0 and 1 and for small counts.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        if self.n == 0 {
            return (0.0, 1.0);
        }
        const Z: f64 = 1.959_963_984_540_054;
        let (n, p, z2) = (self.n as f64, self.value(), Z * Z);
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }

    /// There are enough to rest a requirement on.
    #[must_use]
    pub fn binds(self) -> bool {
        self.n >= BINDING
    }
}

/// `97.1 (94.0 to 98.6), n = 171`; with a star where it does not bind.
impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.n == 0 {
            return f.write_str("–");
        }
        let (low, high) = self.interval();
        let [p, low, high] = [self.value(), low, high].map(|x| x * 100.0);
        let star = if self.binds() { "" } else { "*" };
        write!(f, "{p:.1} ({low:.1} to {high:.1}), n = {}{star}", self.n)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let four = |x: f64| (x * 10_000.0).round() / 10_000.0;
        let (low, high) = self.interval();
        let mut out = s.serialize_struct("Share", 6)?;
        out.serialize_field("hits", &self.hits)?;
        out.serialize_field("n", &self.n)?;
        out.serialize_field("share", &four(self.value()))?;
        out.serialize_field("low", &four(low))?;
        out.serialize_field("high", &four(high))?;
        out.serialize_field("binds", &self.binds())?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_as_published() {
        // 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, method 3).
        let (low, high) = Share { hits: 81, n: 263 }.interval();
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5);
        let (low, high) = Share { hits: 0, n: 20 }.interval();
        assert!(low.abs() < 1e-9 && (high - 0.1611).abs() < 5e-5);
    }

    #[test]
    fn few_do_not_bind() {
        assert_eq!(Share { hits: 3, n: 4 }.to_string(), "75.0 (30.1 to 95.4), n = 4*");
        assert!(!Share { hits: 0, n: 99 }.binds() && Share { hits: 0, n: 100 }.binds());
    }
}
