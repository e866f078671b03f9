//! `draw`: a headstamp as it was recorded, as a picture.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use headstamp_collections::draw::{Words, svg};
use headstamp_core::notation::Marking;

use crate::args::Global;
use crate::data::Data;
use crate::exit::{BAD_INPUT, Failure, Outcome};
use crate::target::Target;

/// The arguments of `draw`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Draw {
    /// The marks as stamped; clock positions as in 12:945 6:11
    #[arg(value_name = "MARKS", required = true)]
    marks: Vec<String>,
    /// Where to write the SVG; standard output when left out
    #[arg(long, short, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(crate) fn run(global: &Global, draw: &Draw) -> Outcome {
    let data = Data::load(global)?;
    let tables = data.tables()?;
    let marking =
        Marking::parse(&draw.marks.join(" ")).map_err(|e| Failure::new(BAD_INPUT, e.to_string()))?;
    let words = if global.lang == "fr" {
        Words {
            no_positions: "positions horaires non relevées",
            blank: "rien d’estampé",
        }
    } else {
        Words::default()
    };
    let symbol = |name: &str| tables.symbol(name).map(ToOwned::to_owned);
    let mut picture = svg(&marking, &symbol, words).into_string();
    picture.push('\n');
    match &draw.output {
        None => std::io::stdout().write_all(picture.as_bytes())?,
        Some(path) => {
            let target = Target::new(path, &[])?;
            std::fs::write(target.path(), picture)
                .map_err(|e| Failure::new(crate::exit::INTERNAL, format!("{}: {e}", path.display())))?;
        }
    }
    Ok(0)
}
