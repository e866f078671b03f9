//! Arabic-Indic digits that were recorded as the western signs they resemble: ٧ as V, ٥ as 0.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::digits;

/// States whose cases are marked in Arabic-Indic digits.
const STATES: [&str; 4] = ["EG", "IQ", "SD", "SY"];

/// The Arabic-Indic digit that a western sign is taken for.
fn resembles(sign: char) -> Option<u32> {
    Some(match sign {
        '0' | 'o' | 'O' => 5,
        '1' | 'I' | 'l' | '|' => 1,
        'v' | 'V' => 7,
        '^' | 'Λ' | 'Ʌ' => 8,
        '9' => 9,
        _ => return None,
    })
}

/// Two signs beside or among Arabic-Indic digits, at least one of them a look-alike that is no plain western number.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let arabic = |mark: &ItemMark| mark.text.chars().any(|sign| digits::arabic(sign).is_some());
    if !item.stamped().any(arabic) {
        return Vec::new();
    }
    item.stamped()
        .filter(|mark| mark.enclosure.is_none())
        .flat_map(read)
        .collect()
}

fn read(mark: &ItemMark) -> Vec<Clue> {
    let text = mark.text.trim();
    let signs: Vec<char> = text.chars().collect();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) || digits::all_arabic(text);
    let values: Option<Vec<u32>> = signs
        .iter()
        .map(|sign| digits::arabic(*sign).or_else(|| resembles(*sign)))
        .collect();
    let Some([tens, ones]) = values.as_deref() else {
        return Vec::new();
    };
    if plain {
        return Vec::new();
    }
    let number = tens * 10 + ones;
    let clue = |year: u32| {
        Clue::of("year", year.to_string(), [mark.index])
            .rule(
                "look-alike-digits",
                format!("Beside Arabic digits “{text}” may be {number:02} (٥ is taken for 0, ١ for I, ٧ for V, ٨ for Λ): {year}."),
            )
            .arg("mark", text)
            .in_states(STATES)
    };
    digits::years(number).into_iter().map(clue).collect()
}
