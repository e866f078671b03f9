//! The figures as a page for investigators.

mod cases;
mod claims;

use std::fmt::Write as _;

use crate::bars::{Need, bars};
use crate::figures::Figures;
use crate::noise::Kind;
use crate::share::{BINDING, Share};
use cases::{faults, groups, pairs, real, turned, unread};
use claims::{baselines, calibration, nobody};

/// The whole page.
#[must_use]
pub fn report(f: &Figures) -> String {
    let mut out = String::new();
    for part in [
        summary(f),
        real(f),
        faults(f),
        unread(f),
        pairs(f),
        turned(f),
        nobody(f),
        calibration(f),
        baselines(f),
        groups(f),
        requirements(f),
        rerun(f),
    ] {
        out.push_str(&part);
    }
    out
}

fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out.push('\n');
    out
}

/// A share in a narrow column: the interval in brackets, the count after it.
fn s(share: Share) -> String {
    share.to_string()
}

fn summary(f: &Figures) -> String {
    let strangers = |i: usize| {
        f.nobody
            .iter()
            .filter(|n| n.how.is_none())
            .nth(i)
            .map_or_else(String::new, |n| s(n.abstained))
    };
    let confident = f.calibration.all.bins.last().map_or(0.0, |b| b.right * 100.0);
    let readable = f.faults.iter().find(|x| x.kind == Kind::UnreadableSign);
    let rows = vec![
        vec![
            "a clean documented headstamp is read right".to_owned(),
            s(f.real.right),
        ],
        vec![
            "a clean example of the tables names its producer first".to_owned(),
            s(f.examples[0].first),
        ],
        vec![
            "one sign of the mark unreadable, calibre known: the true producer is listed".to_owned(),
            readable.map_or_else(String::new, |r| s(r.given.listed)),
        ],
        vec![
            "two faults at once, calibre known: the true producer is listed".to_owned(),
            s(f.pairs[0].listed),
        ],
        vec![
            "a number that is nobody's is not identified".to_owned(),
            strangers(0),
        ],
        vec![
            "letters that are nobody's are not identified".to_owned(),
            strangers(1),
        ],
        vec![
            "answers given at 90 % or more that are right, in the mixture below".to_owned(),
            format!("{confident:.1}"),
        ],
    ];
    format!(
        "# How often headstamp is right\n\n\
         Measured with tables {} and no plugins. Every figure is a share in per cent with its 95 % interval and the number n it\n\
         rests on; one with fewer than {BINDING} behind it is marked * and binds nobody.\n\n{}\
         What the figures mean, and what they do not:\n\n\
         - They say how well a marking is led back to a row **that is in the tables**. They say nothing about marks that are in\n  \
         no table, except that such a mark should not be identified as somebody's.\n\
         - The real cases are few ({}) and were collected by the same project as the tables. Those whose document is also a source\n  \
         of the row that explains them are given apart: they show that the row is read, not that it is true.\n\
         - Faults are made by rules. How often each is met in the field nobody has counted, so that no figure here is the share of\n  \
         right answers of a field collection.\n\
         - A row from field knowledge that is wrong counts as right here. Its basis tells how far to trust it.\n\n\
         There are {} producers with {} marks, {} examples, {} questions. {} cases have marks that two or more producers used: for\n\
         them naming one producer first would be luck, so it is asked instead whether exactly the producers that can be meant lead\n\
         the answer, and exactly their states.\n\n",
        f.version,
        table(&["question", "per cent"], &rows),
        f.size.real,
        f.size.producers,
        f.size.marks,
        f.size.examples,
        f.size.questions,
        f.size.shared,
    )
}

fn requirements(f: &Figures) -> String {
    let rows: Vec<_> = bars(f)
        .into_iter()
        .map(|b| {
            let need = match b.need {
                Need::AtLeast(x) => format!("at least {x:.2}"),
                Need::AtMost(x) => format!("at most {x:.2}"),
            };
            let verdict = match (b.binds(), b.holds()) {
                (false, _) => "too few to bind",
                (true, true) => "holds",
                (true, false) => "does not hold yet",
            };
            vec![
                b.name.to_owned(),
                need,
                format!("{:.3}", b.measured),
                b.n.to_string(),
                verdict.to_owned(),
            ]
        })
        .collect();
    format!(
        "## What the project holds itself to\n\nA test fails when one of these stops to hold.\n\n{}",
        table(&["requirement", "must be", "is", "n", ""], &rows)
    )
}

fn rerun(f: &Figures) -> String {
    format!(
        "## Run it again\n\n```console\n\
         $ cargo run --release -p headstamp-accuracy                           # prints this page\n\
         $ cargo run --release -p headstamp-accuracy -- --write docs/accuracy.md\n\
         $ cargo run --release -p headstamp-accuracy -- --json                 # the figures\n\
         $ cargo run --release -p headstamp-accuracy -- --misses false         # what was identified wrongly\n\
         $ cargo run --release -p headstamp-accuracy -- --misses unreadable-sign\n\
         $ cargo run --release -p headstamp-accuracy -- --seed 7               # other faults, other strangers\n```\n\n\
         This page was made with seed {}. A test makes it anew and fails when it differs. The kinds of faults and the list of signs taken\n\
         for one another are in `tests/accuracy/src/noise`; that list was written for the evaluation, without looking at the\n\
         program's own, so that some of the confusions asked are not among those the program expects. Which sign upside down is which\n\
         other is geometry and alike in both.\n",
        f.seed
    )
}
