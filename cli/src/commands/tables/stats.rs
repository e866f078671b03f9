//! `tables stats`: what is covered, and on whose authority.

use clap::{Args, ValueEnum};
use headstamp_core::tables::stats::{Count, Profile, Stats};
use headstamp_core::tables::{Builder, Tables, cases};

use super::{Folder, files};
use crate::exit::{BAD_TABLES, Failure, Outcome};
use crate::text::diagnostics::count;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// List every mark that no document is cited for, by country
    #[arg(long)]
    uncited: bool,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let raw = files::read(&arguments.folder.dir)?;
    let texts = files::texts(&raw);
    let mut builder = if files::is_whole(&raw) {
        Builder::new()
    } else {
        let shipped = Tables::open(headstamp_reference_data::TABLES);
        let over = shipped.and_then(|t| Builder::on_top_of(&t, "counted"));
        over.map_err(|e| Failure::new(BAD_TABLES, e.to_string()))?
    };
    for (path, text) in &texts {
        builder.add(*path, *text);
    }
    let (set, _) = builder.build().map_err(|found| {
        let errors = crate::text::diagnostics::totals(&found);
        Failure::new(
            BAD_TABLES,
            format!("{errors} in these tables; see `headstamp tables check`"),
        )
    })?;
    let stats = Stats::of(&set, &cases::profiles(texts.iter().copied()));
    match arguments.format {
        Format::Json => anstream::println!("{:#}", serde_json::to_value(&stats)?),
        Format::Text if arguments.uncited => uncited(&stats),
        Format::Text => text(&stats),
    }
    Ok(0)
}

fn text(stats: &Stats) {
    let rows: Vec<String> = stats.rows.iter().map(|(name, n)| count(*n, name)).collect();
    anstream::println!("tables {}: {}\n", stats.version, rows.join(", "));
    let all = &stats.all;
    for (name, n) in [
        ("documented", all.documented),
        ("general", all.general),
        ("doubtful", all.doubtful),
    ] {
        anstream::println!("  {name:<12}{:>14}{:>6.0} %", count(n, "mark"), all.percent(n));
    }
    anstream::println!(
        "\nMarks that rest on a document, by the best grade of their sources; and sources of that grade"
    );
    for ((grade, marks), (_, sources)) in stats.marks_by_grade.iter().zip(&stats.sources) {
        anstream::println!(
            "  {grade:<12}{:>14}{:>14}",
            count(*marks, "mark"),
            count(*sources, "source")
        );
    }
    table(
        "By class of calibre",
        stats.by_class.iter().map(|(k, c)| (k.clone(), *c)),
    );
    anstream::println!("  {:<12}{:>6}", "not stated", stats.without_calibre);
    table(
        "By decade of use",
        stats.by_decade.iter().map(|(k, c)| (format!("{k}s"), *c)),
    );
    anstream::println!("  {:<12}{:>6}", "not stated", stats.without_years);
    table(
        "By country of today",
        stats.by_country.iter().map(|(k, c)| (k.clone(), *c)),
    );
    for profile in &stats.profiles {
        self::profile(profile);
    }
    anstream::println!(
        "\n{} without a document; --uncited lists them by country",
        count(stats.uncited.len(), "mark")
    );
}

fn table(title: &str, rows: impl Iterator<Item = (String, Count)>) {
    anstream::println!(
        "\n{title:<14}{:>6}{:>12}{:>9}{:>10}",
        "marks",
        "documented",
        "general",
        "doubtful"
    );
    for (name, c) in rows {
        anstream::println!(
            "  {name:<12}{:>6}{:>12}{:>9}{:>10}",
            c.marks,
            c.documented,
            c.general,
            c.doubtful
        );
    }
}

fn profile(profile: &Profile) {
    let n = profile
        .states
        .iter()
        .filter(|s| s.marks.documented + s.marks.general > 0)
        .count();
    anstream::println!("\nProfile {}: {}", profile.id, profile.name);
    anstream::println!(
        "  {n} of {} states covered, {:.0} %",
        profile.states.len(),
        profile.covered
    );
    for s in &profile.states {
        let said = match s.marks {
            Count { marks: 0, .. } => "nothing".to_owned(),
            c => format!(
                "{}, {} documented, {} doubtful",
                count(c.marks, "mark"),
                c.documented,
                c.doubtful
            ),
        };
        anstream::println!("  {:<12}{said}", s.state);
    }
}

fn uncited(stats: &Stats) {
    let mut country = "";
    for row in &stats.uncited {
        if row.country != country {
            anstream::println!("{}{}", if country.is_empty() { "" } else { "\n" }, row.country);
            country = &row.country;
        }
        let calibres = if row.calibres.is_empty() {
            "calibre not stated".to_owned()
        } else {
            row.calibres.join(", ")
        };
        anstream::println!(
            "  {:<14} {:<34} {:<9} {calibres}",
            row.mark,
            row.producer,
            row.basis
        );
    }
    anstream::println!("\n{} without a document", count(stats.uncited.len(), "mark"));
}
