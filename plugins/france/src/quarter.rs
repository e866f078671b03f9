//! The months of the quarter.

use headstamp_plugin_api::wire::Clue;

use crate::layout::Layout;

/// On 5.56 mm cases the order of the sectors varies, so that a lone digit proves nothing.
const NOT_ON: &str = "5.56x45mm";

const QUARTERS: [(&str, &str); 4] = [
    ("first", "January to March"),
    ("second", "April to June"),
    ("third", "July to September"),
    ("fourth", "October to December"),
];

pub(crate) fn clue(layout: &Layout, calibre: Option<&str>) -> Option<Clue> {
    if calibre == Some(NOT_ON) {
        return None;
    }
    let (name, months) = QUARTERS.get(usize::from(layout.quarter).checked_sub(1)?)?;
    let says = format!(
        "On {} the {} before the year {} is the {name} quarter, {months}; it is no month.",
        layout.tradition(),
        layout.quarter,
        layout.year
    );
    let clue = Clue::of("part-of-year", *months, layout.quarter_marks.iter().copied());
    Some(
        clue.rule("quarter", says)
            .arg("quarter", layout.quarter.to_string())
            .arg("year", layout.year.clone())
            .in_states(layout.states().iter().copied()),
    )
}
