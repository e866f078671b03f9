//! Codes of the using institution on Venezuelan cases, from November 2012.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

const MAKER: &str = "CAVIM";

const STATE: &str = "VE";

/// The report that gives two codes and the month in which they came.
const SOURCE: &str = "escuela-bolivariana-2012-cavim-entrego";

/// Codes that the report names, rows of the tables.
const NAMED: [&str; 2] = ["OG063", "OP35"];

/// Clues for codes beside the maker. Alone, two letters and some digits may be anything.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    if !crate::bears(item, MAKER) {
        return Vec::new();
    }
    let marks: Vec<&ItemMark> = item.stamped().filter(|mark| mark.enclosure.is_none()).collect();
    let whole = marks.iter().flat_map(|mark| {
        let code: String = mark.folded.chars().filter(|sign| *sign != '-').collect();
        of_code(&code, mark, vec![mark.index])
    });
    let apart = marks.windows(2).flat_map(|pair| match pair {
        [letters, digits] if digits.number().is_some() => {
            let code = format!("{}{}", letters.folded, digits.folded);
            of_code(&code, digits, vec![letters.index, digits.index])
        }
        _ => Vec::new(),
    });
    whole.chain(apart).collect()
}

/// What `OP35` is, and what its digits are not.
fn of_code(code: &str, digits_in: &ItemMark, marks: Vec<u32>) -> Vec<Clue> {
    let Some(digits) = digits(code) else {
        return Vec::new();
    };
    let letters = code.get(..2).unwrap_or_default();
    let shown = format!("{letters}-{digits}");
    let mut clues = vec![
        Clue::of("not-before", "2012", marks.iter().copied())
            .rule(
                "user-codes-of-2012",
                format!("Codes of the using institution such as {shown} came to Venezuelan cases in November 2012."),
            )
            .documented([SOURCE])
            .in_states([STATE]),
    ];
    if !NAMED.contains(&code) {
        clues.push(
            Clue::of("ownership", format!("user code {shown}, institution not known"), marks)
                .rule(
                    "user-code",
                    format!(
                        "{shown} beside {MAKER} has the form of the Venezuelan codes for the institution that uses the \
                         cartridge; which institution it stands for is not known here."
                    ),
                )
                .in_states([STATE]),
        );
    }
    if digits.len() == 2 {
        // Nothing is of the second half of this century yet.
        let centuries: &[&str] = if digits < "50" { &["19", "20"] } else { &["19"] };
        clues.extend(centuries.iter().map(|century| {
            Clue::of("year", format!("{century}{digits}"), [digits_in.index])
                .rule(
                    "user-code-is-no-year",
                    format!("The digits of the user code {shown} are no year."),
                )
                .documented([SOURCE])
                .in_states([STATE])
                .excludes()
        }));
    }
    clues
}

/// Two or three digits after OG or OP.
fn digits(code: &str) -> Option<&str> {
    let digits = code.strip_prefix("OG").or_else(|| code.strip_prefix("OP"))?;
    let all = matches!(digits.len(), 2 | 3) && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some(digits)
}
