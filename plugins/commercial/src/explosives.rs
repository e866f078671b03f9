//! The European identification of civil explosives: two letters of a state, three digits of a site, the maker's own.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

/// States that give codes. Greece and the United Kingdom have two each.
const STATES: [&str; 33] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "UK",
];

/// Directive and regulation.
const SOURCES: [&str; 2] = ["ni-2013-48-explosives", "eu-2008-43-explosives"];

pub(crate) fn clues(words: &[Word]) -> Vec<Clue> {
    (0..words.len()).flat_map(|place| code(words, place)).collect()
}

/// `AT 001 8804A123456`, with blanks, hyphens or nothing between.
fn code(words: &[Word], place: usize) -> Vec<Clue> {
    let Some(word) = words.get(place).filter(|word| word.enclosure.is_none()) else {
        return Vec::new();
    };
    let Some(state) = STATES.iter().find(|state| word.folded.starts_with(**state)) else {
        return Vec::new();
    };
    let joined = word.folded.get(2..).unwrap_or_default().trim_start_matches('-');
    // The site stands in the same word or in the next.
    let (site_text, mut marks, after) = if joined.is_empty() {
        let Some(next) = words.get(place + 1) else {
            return Vec::new();
        };
        let marks: Vec<u32> = word.marks.iter().chain(&next.marks).copied().collect();
        (next.folded.as_str(), marks, place + 2)
    } else {
        (joined, word.marks.clone(), place + 1)
    };
    let digits = site_text.bytes().take_while(u8::is_ascii_digit).count();
    let (site, rest) = match (digits, site_text.get(..3), site_text.get(3..)) {
        (3, Some(site), Some(rest)) => (site, rest.trim_start_matches('-')),
        // Written together, the maker's own part may begin with digits.
        (4.., Some(site), Some(rest)) if !joined.is_empty() || digits > 6 => (site, rest),
        _ => return Vec::new(),
    };
    let own = if rest.is_empty() {
        let next = words
            .get(after)
            .filter(|next| next.enclosure.is_none() && next.folded.len() >= 4);
        let own = next.map(|next| next.folded.clone()).unwrap_or_default();
        marks.extend(next.into_iter().flat_map(|next| next.marks.iter().copied()));
        own
    } else {
        rest.to_owned()
    };
    // “NO 001” is the number of a crate; so is any short form that nobody calls a code.
    if own.len() < 4 && !word.labelled(&["explosive"]) || *state == "NO" && own.len() < 6 {
        return Vec::new();
    }
    let mut out = vec![
        Clue::of("plant", format!("site {site}, code assigned by {state}"), marks.clone())
            .rule(
                "explosives-code",
                format!(
                    "{state} and {site} are the identification of civil explosives: the code of site {site} was assigned by \
                     {state}, the state of production or of import. It does not say that the explosive was made there. The \
                     maker can say to whom this very item was shipped."
                ),
            )
            .documented(SOURCES),
    ];
    if !own.is_empty() {
        out.push(
            Clue::of("serial", own.clone(), marks)
                .rule(
                    "explosives-code",
                    format!("{own} is the maker's own part of the code: product, and what identifies the item in the maker's records."),
                )
                .documented(SOURCES),
        );
    }
    out
}
