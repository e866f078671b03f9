//! Opening compiled tables: what every start of the program pays. The bars are 1 ms for 1,000 marks and 5 ms for 30,000.
//!
//! `cargo bench -p headstamp-core --bench tables`

// A benchmark that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;

use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::tables::{Builder, Tables};

fn main() {
    divan::main();
}

/// The shipped tables with so many marks of made-up producers on top.
fn compiled(marks: usize) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference-data");
    let mut builder = Builder::new();
    for name in [
        "data.toml",
        "weights.toml",
        "states.toml",
        "calibres.toml",
        "symbols.toml",
        "year-schemes.toml",
        "messages/en.toml",
    ] {
        builder.add(name, std::fs::read_to_string(root.join(name)).unwrap());
    }
    for p in 0..marks.div_ceil(4) {
        let mut text = format!("name = \"Works {p}\"\ncountry = \"XK\"\nplace = \"Town {p}\"\n");
        for m in 0..4 {
            let _ = write!(
                text,
                "\n[[mark]]\ntext = \"Q{p}{}\"\ncalibres = [\"7.62x39mm\", \"9x19mm\"]\nyears = {{ from = 1950, to = 1990 }}\n\
                 year_schemes = [\"yy\"]\nbasis = \"general\"\n\n[[mark.example]]\nheadstamp = \"Q{p}{} 70\"\n",
                ["A", "B", "C", "D"][m],
                ["A", "B", "C", "D"][m]
            );
        }
        builder.add(format!("producers/xk/works-{p}.toml"), text);
    }
    builder.build().unwrap().0.to_bytes().unwrap()
}

#[divan::bench(args = [1_000, 3_000, 30_000])]
fn open(bencher: divan::Bencher, marks: usize) {
    let bytes = compiled(marks);
    bencher.bench_local(|| Tables::open(divan::black_box(&bytes)).unwrap().set().as_of);
}

#[divan::bench(args = [1_000, 3_000, 30_000])]
fn identify_one(bencher: divan::Bencher, marks: usize) {
    let bytes = compiled(marks);
    let tables = Tables::open(&bytes).unwrap();
    let id = Identifier::new(tables);
    let o = Observation::of(Marking::parse("Q77B 70").unwrap()).with_calibre(&tables, "7.62x39");
    bencher.bench_local(|| id.infer(divan::black_box(&o), &[]).candidates.len());
}
