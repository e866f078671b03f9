//! The showing of findings, as the fuzz targets in `fuzz` need it. Not part of any interface.

use std::path::Path;

use headstamp_core::diagnostic::Diagnostic;
use headstamp_core::tables::check::RawFile;

use crate::text::diagnostics::{self, Texts};

/// What the linter found, in every form in which it is shown.
pub fn shown(files: &[RawFile], found: &[Diagnostic]) -> String {
    let texts = Texts::of(files, Path::new("tables"));
    let mut out = diagnostics::text(found, &texts, true);
    out.push_str(&diagnostics::github(found, &texts));
    out.push_str(&diagnostics::json(found, &texts).to_string());
    out.push_str(&diagnostics::sarif(found, &texts).to_string());
    out
}
