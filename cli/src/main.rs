//! `headstamp`: identifies ammunition by its headstamp. All of it stands in `lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    headstamp_cli::main()
}
