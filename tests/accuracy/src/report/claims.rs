//! The parts of the page about strangers, claims and plain search.

use super::{s, table};
use crate::baseline::NAMES;
use crate::calibration::{Calibration, MIXTURE};
use crate::figures::Figures;
use crate::noise::Kind;
use crate::share::Share;
use crate::tally::Tally;

pub(super) fn nobody(f: &Figures) -> String {
    let rows: Vec<_> = f
        .nobody
        .iter()
        .map(|n| {
            let how = match n.how {
                None => "all",
                Some(crate::nobody::How::Withheld) => "real, its state taken out of the tables",
                Some(crate::nobody::How::Neighbour) => "one edit from a real mark",
                Some(crate::nobody::How::Random) => "random",
            };
            let shape = match n.shape {
                crate::nobody::Shape::Numeric => "numbers",
                crate::nobody::Shape::Letters => "letters",
            };
            vec![
                shape.to_owned(),
                how.to_owned(),
                s(n.abstained),
                s(n.no_candidate),
            ]
        })
        .collect();
    format!(
        "## Marks that are nobody's\n\nWith years and calibres as on real rows. The states were divided into {} groups; each group in turn was taken out of the tables\n\
         and its marks asked for, where no remaining row has the same mark.\n\n{}",
        crate::nobody::FOLDS,
        table(&["", "", "not identified", "no producer at one in two"], &rows)
    )
}

fn bins(c: &Calibration) -> String {
    let rows: Vec<_> = c
        .bins
        .iter()
        .map(|b| {
            vec![
                format!("{:.1} to {:.1}", b.from, b.from + 0.1),
                format!("{:.3}", b.claimed),
                format!("{:.3}", b.right),
                format!("{:.1}", b.weight * 100.0),
                s(b.answers),
            ]
        })
        .collect();
    table(
        &[
            "claimed",
            "mean claim",
            "right, in the mixture",
            "share of the mixture",
            "right, each answer counted once",
        ],
        &rows,
    )
}

pub(super) fn calibration(f: &Figures) -> String {
    let mixture: Vec<String> = MIXTURE.iter().map(|(name, w)| format!("{w:.0} {name}")).collect();
    let c = &f.calibration;
    let line =
        |name: &str, c: &Calibration| vec![name.to_owned(), format!("{:.3}", c.error), c.n.to_string()];
    let mut rows = vec![
        line("all", &c.all),
        line("half of the producers on which weights may be fitted", &c.fitted),
        line("the other half, held out", &c.held_out),
    ];
    rows.extend(
        c.parts
            .iter()
            .map(|(name, part)| line(&format!("only: {name}"), part)),
    );
    format!(
        "## Do the probabilities mean what they say\n\nThe probability claimed for the first producer, against how often it is the true one (a declared tie counts as wrong here, since\n\
         its probability is shared out). Mixture, in hundredths: {}. The mixture is a choice: in a collection with more strangers or\n\
         more wear the claims would be too high. Examples are true by construction, so on them the trust in rows was set to 1.\n\
         Producers are divided in halves by a number made of their id.\n\n{}{}### Held-out half\n\n{}",
        mixture.join(", "),
        table(&["", "expected calibration error", "n"], &rows),
        bins(&c.all),
        bins(&c.held_out),
    )
}

pub(super) fn baselines(f: &Figures) -> String {
    let line = |name: &str, t: &Tally| {
        let pc = |x: Share| format!("{:.1}", x.value() * 100.0);
        let mut row = vec![
            name.to_owned(),
            t.first.n.to_string(),
            format!("{} / {}", pc(t.first), pc(t.third)),
        ];
        row.extend(
            t.baselines
                .iter()
                .map(|[a, b]| format!("{} / {}", pc(*a), pc(*b))),
        );
        row
    };
    let mut rows = vec![
        line("clean real cases", &f.real.tally),
        line("clean examples", &f.examples[0]),
    ];
    let faults = f.faults.iter().filter(|x| x.kind != Kind::MissingProducer);
    rows.extend(faults.map(|x| line(x.kind.title(), &x.given)));
    rows.push(line("two faults", &f.pairs[0]));
    let mut head = vec!["calibre recorded", "n", "headstamp"];
    head.extend(NAMES);
    format!(
        "## Beside plain text search\n\nThe true producer first / among the first three, in per cent, on the same markings and tables. Plain search looks up each mark by\n\
         itself and knows no calibre, year or notation; it always names somebody, also for marks that are nobody's.\n\n{}",
        table(&head, &rows)
    )
}
