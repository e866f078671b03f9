//! A marking against the shipped tables: calibre, kind of item and country on three lines, then the marks.
//!
//! Whatever was written, the probabilities are probabilities, and the same question has the same answer.

use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::render::Detail;
use headstamp_core::tables::Tables;

pub(super) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut lines = text.splitn(4, '\n');
    let (Some(calibre), Some(item), Some(country), Some(marks)) =
        (lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return;
    };
    let Ok(marking) = Marking::parse(marks) else {
        return;
    };
    let tables = Tables::open(headstamp_reference_data::TABLES).expect("the shipped tables are sound");
    let mut observation = Observation::of(marking);
    if !calibre.is_empty() {
        observation = observation.with_calibre(&tables, calibre);
    }
    if !item.is_empty() {
        item.clone_into(&mut observation.item);
    }
    observation.country = (!country.is_empty()).then(|| country.to_owned());
    let identifier = Identifier::new(tables);
    let inference = identifier.infer(&observation, &[]);
    let share = |p: f64| (0.0..=1.0 + 1e-9).contains(&p);
    let sum: f64 = inference.candidates.iter().map(|c| c.probability).sum();
    assert!(
        share(inference.unknown) && inference.candidates.iter().all(|c| share(c.probability)),
        "no probability"
    );
    assert!(
        (sum + inference.unknown - 1.0).abs() < 1e-6,
        "the sum is {}",
        sum + inference.unknown
    );
    let detail = Detail {
        lang: "en",
        evidence: true,
    };
    let answer = |inference| {
        let answer = identifier.answer(&observation, &[], inference, detail);
        serde_json::to_string(&answer).expect("an answer can be written")
    };
    let first = answer(&inference);
    assert_eq!(first, answer(&identifier.infer(&observation, &[])));
}
