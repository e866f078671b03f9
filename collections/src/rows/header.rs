//! Finding the header: field staff put titles, logos and dates above it.

use super::columns::{Column, column};

/// Rows that are looked at.
pub(super) const LOOK: usize = 20;

/// A header found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Index of its (last) row among those looked at.
    pub(super) at: usize,
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<Column>,
}

/// The best header among the first rows: one with marks, and then the one with most known names.
pub(super) fn find(rows: &[Vec<String>]) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for (i, row) in rows.iter().enumerate().take(LOOK) {
        let single = Header::of(i, row.clone());
        let double = rows.get(i + 1).map(|below| Header::of(i + 1, under(row, below)));
        for header in [Some(single), double].into_iter().flatten() {
            let score = header.score();
            // The first of equals: a later row of the same words is data.
            if score > 0 && best.as_ref().is_none_or(|(s, _)| score > *s) {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, h)| h)
}

impl Header {
    pub(super) fn of(at: usize, names: Vec<String>) -> Self {
        let mut names: Vec<String> = names
            .iter()
            .map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let columns = names.iter().map(|n| column(n)).collect();
        Self { at, names, columns }
    }

    /// Known names, none when there is no column with marks.
    fn score(&self) -> usize {
        if !self.columns.iter().any(|c| c.is_marks()) {
            return 0;
        }
        self.columns.iter().filter(|c| **c != Column::Unknown).count()
    }
}

/// `Marks` over `12`, `3`, `6`, `9`: the heading of a merged cell goes before each name below it.
fn under(above: &[String], below: &[String]) -> Vec<String> {
    let mut heading = "";
    (0..above.len().max(below.len()))
        .map(|i| {
            let own = above.get(i).map_or("", |s| s.trim());
            let name = below.get(i).map_or("", |s| s.trim());
            if !own.is_empty() {
                heading = own;
            }
            match (own.is_empty(), name.is_empty()) {
                (_, true) => own.to_owned(),
                (true, false) if column(name) != Column::Unknown => name.to_owned(),
                _ => format!("{heading} {name}"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines()
            .map(|l| l.split(',').map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn under_titles() {
        let h = find(&rows("Casings,,\n,,\nGao 2016,,\nid,Marks,Calibre\n1,945 11,x")).unwrap();
        assert_eq!((h.at, h.names.len()), (3, 3));
    }

    #[test]
    fn two_rows_of_header() {
        let h = find(&rows("id,Marks,,,,Calibre\n,12,3,6,9,\n1,945,,11,,7.62x54R")).unwrap();
        assert_eq!(
            h.names,
            ["id", "Marks 12", "Marks 3", "Marks 6", "Marks 9", "Calibre"]
        );
        assert_eq!(h.at, 1);
        assert_eq!(h.columns[3], Column::MarkAt(2));
    }

    #[test]
    fn one_row_stays_one_row() {
        let h = find(&rows("marks,calibre,notes\n945 11,7.62x39,marks\n")).unwrap();
        assert_eq!(
            (h.at, h.names.as_slice()),
            (0, ["marks", "calibre", "notes"].map(String::from).as_slice())
        );
        assert_eq!(find(&rows("a,b\n1,2\n")), None);
    }
}
