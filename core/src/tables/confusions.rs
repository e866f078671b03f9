//! Signs taken for one another, and the faults that befall any sign: `confusions.toml`.

use std::collections::BTreeMap;

use super::model::{Confusion, ConfusionKind, TableSet, Weight};
use super::source::{ConfusionTable, ConfusionsFile, FaultTable, Word};
use super::vocabulary as words;
use crate::diagnostic::{Diagnostic, nearest};
use crate::glyph::skeleton;

/// Names of the general faults, in the order of the compiled tables.
pub const FAULTS: [&str; 5] = ["misread", "missing-end", "missing-inside", "too-many", "swapped"];

/// More than this, and the sign as read would hardly be evidence.
const MOST: f64 = 0.5;

/// Takes a file in. Faults and pairs that an overlay gives again replace those below it.
pub(super) fn read(path: &str, file: ConfusionsFile, set: &mut TableSet, found: &mut Vec<Diagnostic>) {
    if let Some(table) = file.fault {
        set.faults = faults(path, table, found);
    }
    let mut seen = BTreeMap::new();
    for table in file.confusion {
        if let Some(row) = row(path, &table, &mut seen, found) {
            set.confusions.push(row);
        }
    }
}

fn faults(path: &str, table: FaultTable, found: &mut Vec<Diagnostic>) -> Vec<Weight> {
    let given = [
        table.misread,
        table.missing_end,
        table.missing_inside,
        table.too_many,
        table.swapped,
    ];
    let mut out = Vec::new();
    for (name, fault) in FAULTS.into_iter().zip(given) {
        in_bounds(path, *fault.value.get_ref(), fault.value.span(), found);
        out.push(Weight {
            name: format!("fault.{name}"),
            value: *fault.value.get_ref(),
            why: fault.why,
        });
    }
    out
}

fn in_bounds(path: &str, value: f64, span: std::ops::Range<usize>, found: &mut Vec<Diagnostic>) -> bool {
    let fits = value > 0.0 && value <= MOST;
    if !fits {
        let text = format!("a fault of probability {value} is none that a reader makes");
        found.push(
            Diagnostic::error("HS127", path, Some(span), text)
                .label(format!("expected more than 0 and at most {MOST}"))
                .help("write 0.02 for two in a hundred; leave out what never happens"),
        );
    }
    fits
}

fn row(
    path: &str,
    t: &ConfusionTable,
    seen: &mut BTreeMap<(String, String), ()>,
    found: &mut Vec<Diagnostic>,
) -> Option<Confusion> {
    let before = found.len();
    let list = |words: &Option<Vec<Word>>, found: &mut Vec<Diagnostic>| -> Vec<String> {
        let words = words.as_deref().unwrap_or_default();
        for word in words {
            sign(path, word, found);
        }
        words.iter().map(|w| w.get_ref().clone()).collect()
    };
    let signs = list(&t.signs, found);
    let stamped = list(&t.stamped, found);
    let written = list(&t.written, found);
    let class = signs.len() >= 2 && stamped.is_empty() && written.is_empty();
    let one_way = signs.is_empty() && !stamped.is_empty() && !written.is_empty();
    if !class && !one_way {
        let text = "a confusion needs two or more `signs`, or `stamped` and `written`";
        found.push(
            Diagnostic::error("HS126", path, Some(t.kind.span()), text)
                .label("of this row")
                .help("`signs` are taken for one another both ways; `written` is what is put down where `stamped` stood"),
        );
    }
    in_bounds(path, *t.probability.get_ref(), t.probability.span(), found);
    let kind = kind(path, &t.kind, found);
    for pair in pairs(&signs, &stamped, &written) {
        let pair = (pair.0.to_owned(), pair.1.to_owned());
        let text = if pair.0 == pair.1 {
            format!("`{}` is confused with itself", pair.0)
        } else {
            format!("`{}` written for `{}` stands here a second time", pair.1, pair.0)
        };
        if pair.0 == pair.1 || seen.insert(pair, ()).is_some() {
            found.push(
                Diagnostic::error("HS207", path, Some(t.kind.span()), text)
                    .label("of this row")
                    .help("one number for each pair: keep it in the row whose reason is the better one"),
            );
        }
    }
    (found.len() == before).then_some(Confusion {
        signs,
        stamped,
        written,
        probability: *t.probability.get_ref() as f32,
        kind: kind?,
        why: t.why.clone(),
    })
}

fn kind(path: &str, word: &Word, found: &mut Vec<Diagnostic>) -> Option<ConfusionKind> {
    let at = words::CONFUSIONS.iter().position(|w| w == word.get_ref());
    if at.is_none() {
        let near = nearest(word.get_ref(), words::CONFUSIONS.iter().copied());
        found.push(
            Diagnostic::error(
                "HS103",
                path,
                Some(word.span()),
                format!("`{}` is no kind of confusion", word.get_ref()),
            )
            .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{n}`?")))
            .help(format!("one of: {}", words::CONFUSIONS.join(", "))),
        );
    }
    [ConfusionKind::Stamp, ConfusionKind::Eye, ConfusionKind::Script]
        .get(at?)
        .copied()
}

/// A sign must be what marks are compared by, or the row would never be used.
fn sign(path: &str, word: &Word, found: &mut Vec<Diagnostic>) {
    let text = word.get_ref();
    let symbol = text.len() > 2 && text.starts_with('{') && text.find('}') == Some(text.len() - 1);
    let mut chars = text.chars();
    let (first, more) = (chars.next(), chars.next().is_some());
    let folded = first.and_then(skeleton);
    let problem = if symbol
        || (!more && first.is_some() && folded == first && !matches!(first, Some('{' | '}' | '?' | '…')))
    {
        return;
    } else if more || first.is_none() {
        (
            "is not one sign",
            "give each sign by itself; a drawn one is written {star}".to_owned(),
        )
    } else {
        let help = match folded {
            Some(as_compared) if Some(as_compared) != first => format!(
                "marks are compared in capitals, with digits as 0 to 9 and look-alike letters as Latin ones: write `{as_compared}`"
            ),
            _ => "recorders add and drop it at will, so marks are compared without it: remove it".to_owned(),
        };
        ("is no sign that marks are compared by", help)
    };
    found.push(
        Diagnostic::error(
            "HS125",
            path,
            Some(word.span()),
            format!("`{text}` {}", problem.0),
        )
        .help(problem.1),
    );
}

/// Every pair of a row, as stamped and as written.
pub(super) fn pairs<'a>(
    signs: &'a [String],
    stamped: &'a [String],
    written: &'a [String],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let class = signs.iter().enumerate().flat_map(move |(i, a)| {
        signs
            .iter()
            .enumerate()
            .filter(move |(j, _)| i != *j)
            .map(move |(_, b)| (a.as_str(), b.as_str()))
    });
    let one_way = stamped
        .iter()
        .flat_map(move |a| written.iter().map(move |b| (a.as_str(), b.as_str())));
    class.chain(one_way)
}
