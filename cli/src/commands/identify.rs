//! `identify` and `explain`: one item, or several typed one a line.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;

use headstamp_core::identification::Identification;
use serde::Serialize;

use super::observe::{self, ITEMS, Texts};
use crate::args::{Global, Item, ItemFormat, Verdict};
use crate::data::Data;
use crate::exit::{Failure, Outcome, VERDICT};
use crate::session::Session;
use crate::text::answer::{self, Depth};
use crate::text::layout;

pub(crate) fn run(global: &Global, item: &Item, depth: Depth) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let mut session = Session::start(global, &data, item.format != ItemFormat::Text)?;
    let markings = markings(item)?;
    let several = markings.len() > 1;
    let mut code = 0;
    for (i, marks) in markings.iter().enumerate() {
        let whole = identify(&mut session, item, marks)?;
        let answer = &whole.answer;
        if item.fail_on.iter().any(|v: &Verdict| v.name() == answer.status) {
            code = VERDICT;
        }
        match item.format {
            ItemFormat::Text => {
                if several {
                    let gap = if i > 0 { "\n" } else { "" };
                    anstream::println!("{gap}{}", layout::paint(layout::HEAD, &layout::isolate(marks)));
                }
                layout::print(&answer::write(answer, depth, layout::width()))?;
            }
            ItemFormat::Json => {
                let mut out = io::stdout().lock();
                serde_json::to_writer_pretty(&mut out, &whole)?;
                writeln!(out)?;
            }
            ItemFormat::Jsonl => {
                let mut out = io::stdout().lock();
                serde_json::to_writer(&mut out, &whole)?;
                writeln!(out)?;
            }
        }
    }
    let complaints = session.complaints();
    complaints.print();
    if let Some(incomplete) = complaints.code(global) {
        anstream::eprintln!(
            "headstamp: the answer is incomplete; --allow-incomplete accepts that, --no-plugins asks none"
        );
        code = incomplete;
    }
    Ok(code)
}

/// An answer, and the plugins that it is without.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    answer: Identification,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    plugin_failed: Vec<String>,
}

fn identify(session: &mut Session<'_>, item: &Item, marks: &str) -> Result<Whole, Failure> {
    let recovered = observe::date(item.recovered.as_deref().unwrap_or_default()).map_err(Failure::usage)?;
    let country = item.country.as_deref().unwrap_or_default();
    if !country.is_empty() && observe::country(&session.tables, country).is_none() {
        return Err(Failure::usage(format!(
            "“{country}” is no state of the tables; give the ISO code, for example ML"
        )));
    }
    let texts = Texts {
        id: "",
        marks,
        calibre: item.calibre.as_deref().unwrap_or_default(),
        item: &item.item,
        recovered,
        country,
    };
    let o = observe::observation(&session.tables, &texts).map_err(|e| Failure::usage(e.to_string()))?;
    if !ITEMS.contains(&o.item.as_str()) {
        return Err(Failure::usage(format!(
            "“{}” is no item kind; one of: {}",
            item.item,
            ITEMS.join(", ")
        )));
    }
    if let Some(wrong) =
        (o.calibre_text.as_deref()).and_then(|t| observe::unknown_calibre(&session.tables, t))
    {
        anstream::eprintln!("headstamp: {wrong}");
    }
    let answered = session.weigh(vec![o], |_, weighed| weighed);
    let Some(one) = answered.weighed.first() else {
        return Err(Failure::usage("nothing to identify"));
    };
    let mut answer = session.answer(&one.kept, &one.leads);
    answer.versions = Some(session.versions());
    Ok(Whole {
        answer,
        plugin_failed: one.failed.clone(),
    })
}

/// The markings: the arguments together, the lines of standard input, or what is answered position by position.
fn markings(item: &Item) -> Result<Vec<String>, Failure> {
    if item.marks.len() == 1 && item.marks[0] == "-" && !io::stdin().is_terminal() {
        let lines: Vec<String> = io::stdin()
            .lock()
            .lines()
            .collect::<Result<_, _>>()
            .map_err(|e| {
                Failure::new(
                    crate::exit::BAD_INPUT,
                    format!("standard input cannot be read: {e}"),
                )
            })?;
        let lines: Vec<String> = lines.into_iter().filter(|l| !l.trim().is_empty()).collect();
        if lines.is_empty() {
            return Err(Failure::usage(
                "standard input holds no marking; write one a line, for example `945 11`",
            ));
        }
        return Ok(lines);
    }
    if !item.marks.is_empty() {
        return Ok(vec![item.marks.join(" ")]);
    }
    if io::stdin().is_terminal() {
        ask().map(|m| vec![m])
    } else {
        Err(Failure::usage(
            "no marks given; for example: headstamp identify \"945 11\" --calibre 7.62x54R",
        ))
    }
}

/// Position by position: no quoting of the shell to fight.
fn ask() -> Result<String, Failure> {
    let places = [
        ("12", "12 o'clock"),
        ("3", "3 o'clock"),
        ("6", "6 o'clock"),
        ("9", "9 o'clock"),
        ("c", "the centre"),
    ];
    anstream::eprintln!(
        "What is stamped at each position? Enter: not recorded. -: looked, nothing. ?: one unreadable character."
    );
    let mut out = Vec::new();
    let stdin = io::stdin();
    for (place, name) in places {
        anstream::eprint!("  {}: ", layout::pad(name, 11));
        io::stderr().flush()?;
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 {
            break;
        }
        let mark = line.trim();
        if !mark.is_empty() {
            let quote = if mark.contains(char::is_whitespace) {
                "'"
            } else {
                ""
            };
            out.push(format!("{place}:{quote}{mark}{quote}"));
        }
    }
    anstream::eprintln!();
    if out.is_empty() {
        return Err(Failure::usage(
            "nothing was given; `headstamp identify blank` says that nothing is stamped",
        ));
    }
    Ok(out.join(" "))
}
