//! Calibres that the notation or the recorder took apart: `7,5` and `7.62 N`.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

use crate::layout::Layout;

/// What they are, and that their digits are no year: 7,5 is not 75.
pub(crate) fn clues(layout: &Layout) -> Vec<Clue> {
    let mut clues = Vec::new();
    for range in &layout.calibres {
        let Some(words) = layout.words.get(range.clone()) else {
            continue;
        };
        clues.push(calibre(layout, words));
        clues.extend(words.iter().flat_map(|word| no_year(layout, word)));
    }
    clues
}

fn calibre(layout: &Layout, words: &[Word]) -> Clue {
    let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let text = text.join(" ");
    let value = match text.replace(',', ".").strip_suffix(" N") {
        Some(number) => format!("{number} mm NATO"),
        None => format!("{} mm", text.replace(',', ".")),
    };
    let says = format!("“{text}” on {} is the calibre, {value}.", layout.tradition());
    let marks = words.iter().flat_map(|word| word.marks.iter().copied());
    Clue::of("calibre", value, marks)
        .rule("calibre-in-parts", says)
        .in_states(layout.states().iter().copied())
}

/// The parts as they stand, and both together, which core takes for one mark that begins with the first.
fn no_year(layout: &Layout, word: &Word) -> Vec<Clue> {
    let Some((first, second)) = word.text.split_once(',') else {
        return Vec::new();
    };
    let joined = format!("{first}{second}");
    let texts = [first, second].into_iter().zip(word.marks.iter().copied());
    let whole = word.marks.first().map(|mark| (joined.as_str(), *mark));
    let mut clues = Vec::new();
    for (text, mark) in texts.chain(whole) {
        for year in years(text) {
            let says = format!(
                "“{}” is the calibre on this case; its digits are not the year {year}.",
                word.text
            );
            let clue = Clue::of("year", year.to_string(), [mark]).rule("calibre-is-no-year", says);
            clues.push(clue.in_states(layout.states().iter().copied()).excludes());
        }
    }
    clues
}

/// The years since 1880 that two digits could be taken for.
fn years(text: &str) -> Vec<u16> {
    let Some(yy) = text.parse::<u16>().ok().filter(|_| text.len() == 2) else {
        return Vec::new();
    };
    [1800, 1900, 2000]
        .iter()
        .map(|century| century + yy)
        .filter(|year| (1880..=2030).contains(year))
        .collect()
}
