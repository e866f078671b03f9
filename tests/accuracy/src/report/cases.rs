//! The parts of the page about markings with a known truth.

use super::{s, table};
use crate::beside::Beside;
use crate::figures::Figures;
use crate::share::Share;
use crate::tally::{LONG, Tally};

pub(super) fn real(f: &Figures) -> String {
    let row = |name: &str, share: Share| vec![name.to_owned(), s(share)];
    let t = &f.real.tally;
    let rows = vec![
        row("right", f.real.right),
        row("right, document is no source of the row", f.real.other_source),
        row("right, document is also a source of the row", f.real.same_source),
        row("truth first, marks of one producer", t.first),
        row("truth among three, marks of one producer", t.third),
        row("truth listed", t.listed),
        row("exact set, marks of several producers", t.exact_set),
        row("exact states, marks of several producers", t.exact_states),
        row("year exact", t.year),
        row("identified as another producer's", t.false_identifications),
    ];
    let example = |name: &str, t: &Tally| {
        vec![
            name.to_owned(),
            s(t.first),
            s(t.listed),
            format!("{:.1}", t.size),
            s(t.exact_set),
            s(t.exact_states),
            s(t.year),
            s(t.false_identifications),
        ]
    };
    format!(
        "## Clean markings\n\n### Documented headstamps\n\nRight is: the documented producer first, or level with one that the tables declare to have used the same mark; for\n\
         marks of several producers the exact set of producers and of states.\n\n{}\
         ### Examples of the tables\n\n{}",
        table(&["documented headstamps", "per cent"], &rows),
        table(
            &[
                "",
                "first",
                "listed",
                "listed producers",
                "exact set",
                "exact states",
                "year exact",
                "falsely identified"
            ],
            &[
                example("with calibre", &f.examples[0]),
                example("without", &f.examples[1])
            ],
        )
    )
}

pub(super) fn faults(f: &Figures) -> String {
    let line = |name: &str, t: &Tally| {
        vec![
            name.to_owned(),
            s(t.first),
            s(t.third),
            s(t.listed),
            s(t.short_listed),
            format!("{:.1}", t.size),
            s(t.year),
            s(t.false_identifications),
            t.taken.to_string(),
        ]
    };
    let head = [
        "fault",
        "first",
        "among three",
        "listed",
        "listed, short marks",
        "listed producers",
        "year exact",
        "falsely identified",
        "became another's",
    ];
    let given: Vec<_> = f.faults.iter().map(|x| line(x.kind.title(), &x.given)).collect();
    let kept: Vec<_> = f
        .faults
        .iter()
        .map(|x| line(x.kind.title(), &x.kept_back))
        .collect();
    let skipped: Vec<String> = f
        .faults
        .iter()
        .filter(|x| x.skipped > 0)
        .map(|x| format!("{} {}", x.kind.title(), x.skipped))
        .collect();
    format!(
        "## One fault\n\nReal cases and examples, each with one fault at a time. “First” and “among three” are counted on marks of one producer\n\
         with at least {LONG} signs, “listed” on marks with at least {LONG} signs; shorter ones have a column of their own. A fault may turn a\n\
         mark into that of another producer on a calibre that fits: then what was stamped is gone, and the last column counts how\n\
         often. Such cases stay in the other columns.\n\n### Calibre recorded\n\n{}### No calibre recorded\n\n{}\
         Cases on which a fault cannot happen: {}.\n\n",
        table(&head, &given),
        table(&head, &kept),
        skipped.join("; "),
    )
}

pub(super) fn unread(f: &Figures) -> String {
    let line = |name: &str, b: &Beside| {
        let mut row = vec![name.to_owned(), s(b.listed), s(b.listed_there), s(b.same_first)];
        row.extend(b.sizes.map(|x| format!("{x:.1}")));
        row.extend(b.distances.map(|x| format!("{x:.4}")));
        row
    };
    let [long, short] = &f.unread;
    format!(
        "## One sign unreadable, beside an exhaustive search\n\nThe questions of “one sign of the producer mark unreadable” with the calibre recorded, put to a search without index as\n\
         well: every mark of the tables is tried on every part, with up to two further faults, and nothing is left out for being\n\
         unlikely; the weights are the same. The distance is total variation, the most by which the two differ about any event:\n\
         each producer that either lists, and none of those that it lists. 0 is the same answer, 1 the opposite. What remains is\n\
         mostly this: the program looks for no second fault in a mark of which a sign is open, the exhaustive search does.\n\n{}",
        table(
            &[
                "marks",
                "listed",
                "listed by the exhaustive search",
                "same producer first",
                "listed producers, mean",
                "median",
                "most",
                "distance, mean",
                "median",
                "largest",
            ],
            &[
                line(&format!("of {LONG} signs or more"), long),
                line("of one or two signs", short),
            ],
        )
    )
}

pub(super) fn pairs(f: &Figures) -> String {
    let line = |name: &str, t: &Tally| {
        vec![
            name.to_owned(),
            s(t.first),
            s(t.third),
            s(t.listed),
            s(t.short_listed),
            format!("{:.1}", t.size),
            s(t.false_identifications),
        ]
    };
    let mut rows = vec![
        line("calibre recorded", &f.pairs[0]),
        line("no calibre recorded", &f.pairs[1]),
    ];
    let by_kind = f.pairs_by_kind.iter().filter(|(_, t)| t.asked > 0);
    rows.extend(by_kind.map(|(k, t)| line(&format!("calibre recorded, one is: {}", k.title()), t)));
    format!(
        "## Two faults at once\n\nTwo different faults, drawn at random for each case.\n\n{}",
        table(
            &[
                "",
                "first",
                "among three",
                "listed",
                "listed, short marks",
                "listed producers",
                "falsely identified"
            ],
            &rows
        )
    )
}

pub(super) fn turned(f: &Figures) -> String {
    let line = |name: &str, t: &Tally| {
        vec![
            name.to_owned(),
            t.asked.to_string(),
            s(t.first),
            s(t.listed),
            s(t.short_listed),
            s(t.false_identifications),
        ]
    };
    format!(
        "## Upside down\n\nThe whole case read upside down, with the calibre recorded and without. In {} cases some sign shows what is up, so that nobody writes them so.\n\
         To have enough, each example is asked with every two-digit year of its row that can be turned; all come from {} producers.\n\n{}",
        f.turned.skipped,
        f.turned.producers,
        table(
            &[
                "what stands there upside down",
                "n",
                "first",
                "listed",
                "listed, short marks",
                "falsely identified"
            ],
            &[
                line("is nobody's mark: the orientation follows", &f.turned.anchored),
                line("is another's mark: both readings stand", &f.turned.open),
            ],
        )
    )
}

pub(super) fn groups(f: &Figures) -> String {
    let line = |name: &str, [clean, fault]: &[Tally; 2]| {
        vec![
            name.to_owned(),
            s(clean.first),
            s(clean.listed),
            s(fault.first),
            s(fault.listed),
            s(fault.false_identifications),
        ]
    };
    let head = [
        "",
        "clean: first",
        "clean: listed",
        "one fault: first",
        "one fault: listed",
        "one fault: falsely identified",
    ];
    let regions: Vec<_> = f.regions.iter().map(|(k, t)| line(k, t)).collect();
    let bases: Vec<_> = f.bases.iter().map(|(k, t)| line(k, t)).collect();
    format!(
        "## By region of the producer\n\n{}## By basis of the row\n\n{}",
        table(&head, &regions),
        table(&head, &bases)
    )
}
