//! Frame numbers of vehicles for the Japanese market, which are no VIN: `HZJ79-0012345`.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number};

pub(crate) fn clues(words: &[Word]) -> impl Iterator<Item = Clue> {
    words.iter().filter_map(|word| {
        let (model, serial) = word.folded.split_once('-')?;
        let letters = model.bytes().take_while(u8::is_ascii_uppercase).count();
        let plain = model.bytes().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        let fits = (1..=5).contains(&letters) && letters < model.len() && model.len() <= 9 && plain;
        let digits = (4..=7).contains(&serial.len()) && number(serial).is_some();
        (fits && digits && word.enclosure.is_none()).then_some(())?;
        Some(Clue::of("serial", word.folded.clone(), word.marks.clone()).rule(
            "frame-number",
            format!(
                "“{}” has the form of a frame number of the Japanese market: model {model}, serial {serial}. It has no \
                 check digit and no year; it is not a vehicle identification number.",
                word.text
            ),
        ))
    })
}
