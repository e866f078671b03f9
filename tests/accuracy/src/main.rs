//! Prints how often headstamp is right. `cargo run --release -p headstamp-accuracy -- --help`.

#![forbid(unsafe_code)]

use std::path::PathBuf;

use clap::Parser;
use headstamp_accuracy::figures::Figures;
use headstamp_accuracy::misses::{Which, misses};
use headstamp_accuracy::report::report;
use headstamp_accuracy::run::run;
use headstamp_accuracy::world::World;

#[derive(Parser)]
#[command(
    about = "How often headstamp is right, on real and on degraded markings and on marks that are nobody's"
)]
struct Args {
    /// Lists what was answered wrongly: real, clean, pairs, nobody, false, or a kind of fault
    #[arg(long, value_name = "KIND", value_parser = which)]
    misses: Option<Which>,
    /// Asks only these: real, clean, pairs, nobody, false, or a kind of fault
    #[arg(long, value_name = "KIND", value_parser = which)]
    only: Option<Which>,
    /// Another seed gives other faults and other marks of nobody
    #[arg(long, default_value_t = headstamp_accuracy::SEED)]
    seed: u64,
    /// Prints the figures as JSON
    #[arg(long)]
    json: bool,
    /// Writes the report to a file
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

fn which(name: &str) -> Result<Which, String> {
    Which::named(name).ok_or_else(|| {
        let kinds: Vec<&str> = headstamp_accuracy::noise::Kind::ALL
            .iter()
            .map(|k| k.name())
            .collect();
        format!(
            "not one of real, clean, pairs, nobody, false, {}",
            kinds.join(", ")
        )
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let run = run(World::read(&World::home())?, args.seed, args.only.or(args.misses))?;
    if let Some(which) = args.misses {
        print!("{}", misses(&run, which));
        return Ok(());
    }
    let figures = Figures::of(&run, args.seed);
    if let Some(file) = args.write {
        std::fs::write(file, report(&figures))?;
    } else if args.json {
        println!("{}", serde_json::to_string_pretty(&figures)?);
    } else {
        print!("{}", report(&figures));
    }
    Ok(())
}
