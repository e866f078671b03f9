//! The program `headstamp`, as a library so that its parts can be tested and fuzzed. It promises nothing to others: what
//! they build on is `headstamp-core`.

mod args;
mod commands;
mod data;
mod exit;
#[doc(hidden)]
pub mod fuzzing;
mod progress;
mod rows;
mod session;
mod target;
mod text;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Colour, Command, Identify};

/// The program.
pub fn main() -> ExitCode {
    // A worker must come before anything else: it has to give up its rights with nothing open.
    if headstamp_plugin_host::is_worker() {
        return headstamp_plugin_host::worker_main();
    }
    let mut arguments = std::env::args_os();
    let program = arguments.next().unwrap_or_default();
    if arguments.next().is_some_and(|a| a == "identify") {
        let cli = Identify::parse_from(std::iter::once(program).chain(arguments));
        colour(cli.global.color);
        return exit::end(commands::identify::run(
            &cli.global,
            &cli.item,
            text::answer::Depth::Answer,
        ));
    }
    let cli = Cli::parse();
    colour(cli.global.color);
    exit::end(run(&cli))
}

fn colour(when: Colour) {
    match when {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
}

fn run(cli: &Cli) -> exit::Outcome {
    let global = &cli.global;
    match &cli.command {
        Command::Identify(item) => commands::identify::run(global, item, text::answer::Depth::Answer),
        Command::Explain(item) => commands::identify::run(global, item, text::answer::Depth::Explain),
        Command::Batch(batch) => commands::batch::run(global, batch),
        Command::Collection(c) => commands::collection::run(global, c),
        Command::Draw(d) => commands::draw::run(global, d),
        Command::Analyse(a) => commands::analyse::run(global, a),
        Command::Form(f) => commands::form::run(global, f),
        Command::Report(r) => commands::report::run(global, r),
        Command::Producers(b) => commands::browse::producers(global, b),
        Command::Events(b) => commands::browse::events(global, b),
        Command::Sources(b) => commands::browse::sources(global, b),
        Command::Calibres(b) => commands::browse::calibres(global, b),
        Command::Tables(t) => commands::tables::run(global, t),
        Command::Plugins(p) => commands::plugins::run(global, p),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "headstamp", &mut script);
            std::io::Write::write_all(&mut std::io::stdout(), &script)?;
            Ok(0)
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout().lock())?;
            Ok(0)
        }
    }
}
