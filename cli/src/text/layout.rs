//! Width, wrapping, colour, and marks of right-to-left scripts.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, wrap};

/// Narrower terminals wrap badly, wider lines read badly.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// The width to write for: that of the terminal, or a fixed one so that files do not depend on the window.
pub(crate) fn width() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    set.or_else(terminal)
        .unwrap_or(88)
        .clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Meaning never hangs on colour alone: each style goes with a word.
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const HEAD: Style = Style::new().bold().underline();

pub(crate) fn status_style(status: &str) -> Style {
    let colour = match status {
        "identified" => AnsiColor::Green,
        "ambiguous" => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// Text in a style.
pub(crate) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes a page to standard output in one go, without colours where they do not belong.
pub(crate) fn print(page: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let out = anstream::stdout();
    let colours = out.current_choice() != anstream::ColorChoice::Never;
    let mut plain = std::io::stdout().lock();
    if colours {
        drop(plain);
        return anstream::stdout().write_all(page.as_bytes());
    }
    plain.write_all(anstream::adapter::strip_str(page).to_string().as_bytes())
}

/// Text from a record or a table without what would steer a terminal: control characters become visible.
pub(crate) fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return text.into();
    }
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect::<String>()
        .into()
}

/// A mark that may be written right to left, isolated so that it does not turn its neighbours round.
pub(crate) fn isolate(text: &str) -> String {
    let rtl = |c: char| matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF);
    let text = harmless(text);
    if text.chars().any(rtl) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text.into_owned()
    }
}

/// Wraps a paragraph under an indentation; later lines hang by `hang` more.
pub(crate) fn paragraph(out: &mut String, width: usize, indent: usize, hang: usize, text: &str) {
    let first = " ".repeat(indent);
    let later = " ".repeat(indent + hang);
    let options = Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&later)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    for line in wrap(&harmless(text), options) {
        let _ = writeln!(out, "{line}");
    }
}

/// Pads to a display width.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let have = unicode_width::UnicodeWidthStr::width(text);
    format!("{text}{}", " ".repeat(width.saturating_sub(have)))
}

/// Display width of a text.
pub(crate) fn wide(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// A probability as people say it: whole per cent, never 0 or 100 for what is not certain.
pub(crate) fn percent(p: f64) -> String {
    match (p * 100.0).round() {
        _ if p <= 0.0 => "0 %".to_owned(),
        r if r < 1.0 => "<1 %".to_owned(),
        r if r > 99.0 => ">99 %".to_owned(),
        r => format!("{r:.0} %"),
    }
}

/// A span of years from the two days of an answer: `2011`, `2009/2010`, `1941 to 2002`.
pub(crate) fn years(from: &str, to: &str) -> String {
    use headstamp_core::date::{Day, Span};
    match (Day::parse_span(from), Day::parse_span(to)) {
        (Some(a), Some(b)) => Span {
            from: a.from,
            to: b.to,
        }
        .to_string(),
        _ => format!("{from} to {to}"),
    }
}
