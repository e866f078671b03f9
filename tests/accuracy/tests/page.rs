//! The published page is what the program measures, and what must hold holds.

use std::path::Path;
use std::sync::OnceLock;

use headstamp_accuracy::SEED;
use headstamp_accuracy::bars::{NOT_YET, bars};
use headstamp_accuracy::figures::Figures;
use headstamp_accuracy::report::report;
use headstamp_accuracy::run::run;
use headstamp_accuracy::world::{World, WorldError};

fn figures() -> Result<&'static Figures, &'static str> {
    static ONCE: OnceLock<Result<Figures, String>> = OnceLock::new();
    let measure = || {
        let run = run(World::read(&World::home())?, SEED, None)?;
        Ok(Figures::of(&run, SEED))
    };
    let once = ONCE.get_or_init(|| measure().map_err(|e: WorldError| e.to_string()));
    once.as_ref().map_err(String::as_str)
}

#[test]
fn the_page_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/accuracy.md");
    let written = std::fs::read_to_string(file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let measured = report(figures().unwrap());
    let first = measured
        .lines()
        .zip(written.lines().chain(std::iter::repeat("")))
        .find(|(m, w)| m != w);
    assert!(
        measured == written,
        "docs/accuracy.md is not what is measured now; renew it and read the change as you would review code:\n  \
         cargo run --release -p headstamp-accuracy -- --write docs/accuracy.md\nfirst difference: {first:?}"
    );
}

#[test]
fn what_must_hold_holds() {
    let open = |name: &str| NOT_YET.iter().any(|(n, _)| *n == name);
    let broken: Vec<_> = bars(figures().unwrap())
        .into_iter()
        .filter(|b| b.binds() && !b.holds() && !open(b.name))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn what_holds_is_not_listed_as_open() {
    let all = bars(figures().unwrap());
    for (name, _) in NOT_YET {
        let bar = all
            .iter()
            .find(|b| b.name == *name)
            .unwrap_or_else(|| panic!("no requirement is called `{name}`"));
        assert!(
            !(bar.binds() && bar.holds()),
            "{bar:?} holds now: take it out of NOT_YET"
        );
    }
}

#[test]
fn enough_strangers_were_asked() {
    for n in figures().unwrap().nobody.iter().filter(|n| n.how.is_none()) {
        assert!(n.abstained.n >= 2000, "{n:?}");
    }
}
