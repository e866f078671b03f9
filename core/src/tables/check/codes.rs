//! The codes, for documentation and machine formats.

/// A code and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `HS201`.
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
}

const fn code(code: &'static str, title: &'static str) -> Code {
    Code { code, title }
}

/// Every code, in order. A code is never given a new meaning; one that is no longer used is not given again.
pub const CODES: &[Code] = &[
    code("HS101", "a line that is no TOML"),
    code("HS102", "a value that is no date"),
    code("HS103", "a word that is not in its vocabulary"),
    code("HS104", "a country that is not that of the folder"),
    code("HS105", "a producer without a mark"),
    code("HS106", "a mark without an example"),
    code("HS107", "a mark that cannot be read"),
    code("HS108", "a mark that says two things or nothing"),
    code("HS109", "a value that is no position"),
    code("HS110", "a number of the inference is missing"),
    code("HS111", "a number of the inference that no rule uses"),
    code("HS112", "a key that is not known"),
    code("HS113", "a required key is missing"),
    code("HS114", "a value of the wrong type"),
    code("HS115", "a typographic quotation mark"),
    code("HS116", "a tab"),
    code("HS117", "a decimal comma"),
    code("HS118", "a file that is not UTF-8"),
    code("HS119", "a file larger than 1 MB"),
    code("HS120", "a file in the wrong place"),
    code("HS121", "a file that cannot be read"),
    code("HS122", "a file name that is no id"),
    code("HS123", "an id that is not well formed"),
    code("HS124", "an empty text"),
    code("HS125", "a sign that no mark is compared by"),
    code("HS126", "a confusion that says two things or nothing"),
    code("HS127", "a probability out of bounds"),
    code("HS201", "an id given twice"),
    code("HS202", "a name that two rows claim"),
    code("HS203", "a documented claim without a source"),
    code("HS204", "a reference to nothing"),
    code("HS205", "a shared mark that the other producer does not have"),
    code("HS206", "an allegation that names nobody"),
    code("HS207", "a confusion given twice"),
    code("HS301", "a year that is not Gregorian or not in full"),
    code("HS302", "a date still to come"),
    code("HS303", "a mark outside the life of its plant"),
    code("HS304", "a mark outside the time of its state"),
    code("HS305", "a calibre younger than the mark"),
    code("HS306", "an example older than its calibre"),
    code("HS307", "an example outside the firm years of its mark"),
    code("HS308", "an example in a calibre that the mark does not list"),
    code("HS309", "a country that no longer exists"),
    code("HS311", "an example recovered before it was made"),
    code("HS312", "an end before its beginning"),
    code("HS401", "an example that another row takes"),
    code("HS402", "an example that does not lead to its row"),
    code("HS403", "an example whose year is not read"),
    code("HS404", "one mark, two producers, not declared"),
    code("HS405", "an example that cannot be read"),
    code("HS406", "the same mark twice in one file"),
    code("HS501", "letters of two scripts in one mark"),
    code("HS502", "a blank at the end of a text"),
    code("HS503", "a file that is not formatted"),
];
