//! Whether two lots are the same, of the same family, or only of the same sample.

/// What is known of a lot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) maker: Option<String>,
    pub(crate) lot: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) calibre: Option<String>,
    /// Of lots that carry one: lots of one interfix are expected to perform alike.
    pub(crate) interfix: Option<String>,
}

/// How two lots compare, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Maker, lot and year are there and equal.
    SameLot,
    /// Maker and interfix are there and equal.
    Sister,
    /// Calibre, maker and year are there and equal.
    SameSample,
    /// Something that both have differs.
    Different,
    /// Too little is there.
    NotComparable,
}

/// Nothing is inferred: what is missing on one side is not equal.
pub(crate) fn compare(a: &Lot, b: &Lot) -> Likeness {
    let equal = |x: &Option<String>, y: &Option<String>| both(x, y) == Some(true);
    let maker = equal(&a.maker, &b.maker);
    let year = both(&a.year, &b.year) == Some(true);
    if maker && year && equal(&a.lot, &b.lot) {
        Likeness::SameLot
    } else if maker && equal(&a.interfix, &b.interfix) {
        Likeness::Sister
    } else if maker && year && equal(&a.calibre, &b.calibre) {
        Likeness::SameSample
    } else if both(&a.maker, &b.maker) == Some(false)
        || both(&a.year, &b.year) == Some(false)
        || both(&a.calibre, &b.calibre) == Some(false)
    {
        Likeness::Different
    } else {
        Likeness::NotComparable
    }
}

/// Whether both are there, and equal.
fn both<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> Option<bool> {
    Some(a.as_ref()? == b.as_ref()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(maker: &str, lot: &str, year: u16, calibre: &str, interfix: &str) -> Lot {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Lot {
            maker: some(maker),
            lot: some(lot),
            year: (year > 0).then_some(year),
            calibre: some(calibre),
            interfix: some(interfix),
        }
    }

    #[test]
    fn same_lot_needs_maker_lot_and_year() {
        let a = lot("188", "И04", 1978, "7.62x54", "");
        assert_eq!(compare(&a, &a), Likeness::SameLot);
        assert_eq!(
            compare(&a, &lot("188", "И04", 0, "", "")),
            Likeness::NotComparable
        );
        assert_eq!(compare(&a, &lot("60", "И04", 1978, "", "")), Likeness::Different);
    }

    #[test]
    fn sisters_and_samples() {
        let a = lot("LC", "004", 2007, "", "006");
        assert_eq!(compare(&a, &lot("LC", "015", 2008, "", "006")), Likeness::Sister);
        let b = lot("188", "", 1978, "7.62x54", "");
        assert_eq!(compare(&b, &b), Likeness::SameSample);
        assert_eq!(
            compare(&b, &lot("188", "", 1978, "7.62x39", "")),
            Likeness::Different
        );
    }

    #[test]
    fn nothing_is_inferred() {
        assert_eq!(compare(&Lot::default(), &Lot::default()), Likeness::NotComparable);
        let lots = [
            lot("188", "1", 1978, "", ""),
            lot("", "1", 1978, "x", ""),
            lot("60", "", 0, "x", "7"),
        ];
        for a in &lots {
            for b in &lots {
                assert_eq!(compare(a, b), compare(b, a), "{a:?} {b:?}");
            }
        }
    }
}
