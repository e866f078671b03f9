//! A headstamp drawn as it was recorded: signs along the rim at their clock positions, enclosures, drawn signs, what
//! was not readable. One SVG without styles, scripts or references, so that it stands by itself and in any page.
//!
//! What was not recorded is not invented: marks without a position are spread evenly, the first at the top, and the
//! drawing says so. The record does not keep which way the signs face; they are drawn with their feet to the primer.

mod glyphs;
mod place;
mod signs;

use headstamp_core::notation::{Looked, Marking};
use maud::{Markup, Render, html};

use place::{RIM, place};

/// What is written into a drawing besides the marks.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Said when no mark has a position: `clock positions not recorded`.
    pub no_positions: &'a str,
    /// Said when the recorder looked and nothing is stamped.
    pub blank: &'a str,
}

impl Default for Words<'_> {
    fn default() -> Self {
        Self {
            no_positions: "clock positions not recorded",
            blank: "nothing stamped",
        }
    }
}

/// The drawing as SVG. `symbol` gives the id of a drawn sign from its name or Unicode sign.
#[must_use]
pub fn svg(marking: &Marking, symbol: &dyn Fn(&str) -> Option<String>, words: Words<'_>) -> Markup {
    let placed = place(marking);
    let loose = !marking.marks().is_empty() && marking.marks().iter().all(|m| m.position.is_none());
    let blank = marking.looked() == Looked::Blank;
    let note = match (blank, loose && marking.marks().len() > 1) {
        (true, _) => Some(words.blank),
        (false, true) => Some(words.no_positions),
        (false, false) => None,
    };
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" role="img" {
            title { (marking.recorded()) }
            @if let Some(note) = note { desc { (note) } }
            circle cx="100" cy="100" r=(RIM) fill="#f6ecd2" stroke="#5c4a1e" stroke-width="2.5" {}
            circle cx="100" cy="100" r="89" fill="none" stroke="#c9b67e" stroke-width="1" {}
            circle cx="100" cy="100" r="38" fill="#ead9ad" stroke="#5c4a1e" stroke-width="1.5" {}
            g font-family="DejaVu Sans, Noto Sans, Arial, sans-serif" font-weight="600" fill="#1d1a12" {
                @for mark in &placed { (glyphs::mark(mark, symbol)) }
            }
            @if blank {
                text x="100" y="103" font-size="9" text-anchor="middle" fill="#6b5a2c"
                    font-family="DejaVu Sans, Noto Sans, Arial, sans-serif" { (words.blank) }
            }
        }
    }
}

/// A number in a drawing: two decimals are finer than any printer.
#[derive(Clone, Copy)]
struct N(f64);

impl Render for N {
    fn render_to(&self, out: &mut String) {
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        out.push_str(if text == "-0" { "0" } else { text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(marks: &str) -> String {
        let marking = Marking::parse(marks).expect("marks");
        let symbol = |s: &str| match s {
            "★" | "star" => Some("star".to_owned()),
            "anchor" => Some("anchor".to_owned()),
            _ => None,
        };
        svg(&marking, &symbol, Words::default()).into_string()
    }

    /// Every sign drawn by itself, in order.
    fn signs(svg: &str) -> String {
        let part = |p: &str| {
            p.split_once("</text>")
                .and_then(|(t, _)| t.rsplit_once('>'))
                .map(|(_, t)| t.to_owned())
        };
        svg.split("<text").skip(1).filter_map(part).collect()
    }

    #[test]
    fn positions_are_kept() {
        let svg = drawn("12:945 6:11");
        assert_eq!(signs(&svg), "94511");
        assert!(!svg.contains("not recorded"));
        assert!(drawn("945 11").contains("clock positions not recorded"));
        // The signs of a mark at 6 stand in the lower half, turned over.
        assert!(drawn("6:1").contains("rotate(180 100 100)"));
        assert!(drawn("3:1").contains("rotate(90 100 100)"));
    }

    #[test]
    fn enclosures_signs_and_doubts() {
        assert_eq!(drawn("(10) 84").matches("<circle").count(), 4);
        assert_eq!(drawn("((10)) 84").matches("<circle").count(), 5);
        assert!(drawn("[10] 84").contains("<rect"));
        assert!(drawn("<10> 84").contains("<path"));
        assert!(drawn("12:{star} 6:80").contains("<path"));
        assert!(drawn("{anchor} 80").contains("anchor"));
        assert!(drawn("9?5 11").contains("stroke-dasharray"));
        assert!(drawn("9{3~8}5 11").contains("3/8"));
        assert!(drawn("blank").contains("nothing stamped"));
        assert_eq!(signs(&drawn("٢٧ ٧٤")), "٢٧٧٤");
    }

    #[test]
    fn what_is_typed_never_becomes_markup() {
        assert!(!drawn("'a<script>b' 11").contains("<script"));
    }

    #[test]
    fn long_marks_shrink_and_do_not_meet() {
        let marking = Marking::parse("12:'WINCHESTER SUPER SPEED' 6:'7.62x51 NATO MATCH'").expect("marks");
        let placed = place(&marking);
        let size = placed.first().expect("one").size;
        assert!(size < 20.0, "{size}");
        for (a, b) in placed.iter().zip(placed.iter().skip(1)) {
            assert!(a.angle + a.half <= b.angle - b.half + 0.5, "{a:?} {b:?}");
        }
    }

    proptest! {
        #[test]
        fn anything_that_parses_is_drawn_in_full(text in "[0-9A-Zא-ת٠-٩ .:(){}<>?*/_-]{0,24}") {
            if let Ok(marking) = Marking::parse(&text) {
                let svg = svg(&marking, &|_| None, Words::default()).into_string();
                prop_assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
                prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
            }
        }
    }
}
