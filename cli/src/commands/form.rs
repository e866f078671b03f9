//! `form`: an empty recording sheet.

use std::path::PathBuf;

use clap::Args;
use headstamp_collections::form::{Lang, write};

use crate::args::Global;
use crate::exit::{Failure, Outcome};

#[derive(Clone, Debug, Args)]
pub(crate) struct Form {
    /// Where to write; a file that is there is not overwritten
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: PathBuf,
}

pub(crate) fn run(global: &Global, form: &Form) -> Outcome {
    let lang = match global.lang.as_str() {
        "en" => Lang::English,
        "fr" => Lang::French,
        other => {
            let text = format!("the form is written in en or fr, not in “{other}”");
            return Err(Failure::usage(text));
        }
    };
    write(&form.output, lang)?;
    anstream::eprintln!("headstamp: {} is ready to be filled in", form.output.display());
    Ok(0)
}
