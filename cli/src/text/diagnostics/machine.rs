//! Findings for other programs: JSON, annotations of a GitHub workflow, SARIF.

use std::ops::Range;

use headstamp_core::diagnostic::{Diagnostic, Severity};
use headstamp_core::tables::check::CODES;
use serde_json::{Value, json};

use super::Texts;

/// Lines and columns, counted from 1 in characters.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

fn place(text: &str, span: &Range<usize>) -> Place {
    let point = |at: usize| {
        let before = text.get(..at.min(text.len())).unwrap_or_default();
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (before.matches('\n').count() + 1, column)
    };
    let ((line, column), (end_line, end_column)) = (point(span.start), point(span.end));
    Place {
        line,
        column,
        end_line,
        end_column,
    }
}

fn level(d: &Diagnostic) -> &'static str {
    match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn page(code: &str) -> String {
    format!("docs/diagnostics/{code}.md")
}

/// A list of findings with byte spans and places.
pub(crate) fn json(found: &[Diagnostic], texts: &Texts) -> Value {
    let at = |file: &str, span: &Option<Range<usize>>| {
        let span = span.clone()?;
        let p = place(texts.get(file), &span);
        Some(json!({
            "bytes": [span.start, span.end],
            "line": p.line, "column": p.column, "end_line": p.end_line, "end_column": p.end_column,
        }))
    };
    let list: Vec<Value> = found
        .iter()
        .map(|d| {
            let related: Vec<Value> = d
                .related
                .iter()
                .map(|r| json!({"file": texts.path(&r.file), "at": at(&r.file, &Some(r.span.clone())), "label": r.label}))
                .collect();
            json!({
                "code": d.code,
                "severity": level(d),
                "file": texts.path(&d.file),
                "at": at(&d.file, &d.span),
                "message": d.message,
                "label": d.label,
                "related": related,
                "help": d.help,
                "page": page(d.code),
            })
        })
        .collect();
    json!({"schema": "headstamp/diagnostics/1", "findings": list})
}

/// Workflow commands: the platform shows them beside the changed lines.
pub(crate) fn github(found: &[Diagnostic], texts: &Texts) -> String {
    let data = |s: &str| s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |s: &str| data(s).replace(':', "%3A").replace(',', "%2C");
    found
        .iter()
        .map(|d| {
            let mut head = format!("file={}", property(&texts.path(&d.file)));
            if let Some(span) = &d.span {
                let p = place(texts.get(&d.file), span);
                head += &format!(",line={},endLine={}", p.line, p.end_line);
                if p.line == p.end_line {
                    head += &format!(",col={},endColumn={}", p.column, p.end_column);
                }
            }
            let said: Vec<&str> = [d.message.as_str(), &d.label, &d.help]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect();
            format!(
                "::{} {head},title={}::{}\n",
                level(d),
                d.code,
                data(&said.join("\n"))
            )
        })
        .collect()
}

/// SARIF 2.1.0, for code scanning and editors.
pub(crate) fn sarif(found: &[Diagnostic], texts: &Texts) -> Value {
    let location = |file: &str, span: &Option<Range<usize>>| {
        let mut physical = json!({"artifactLocation": {"uri": texts.path(file)}});
        if let Some(span) = span {
            let p = place(texts.get(file), span);
            physical["region"] = json!({
                "startLine": p.line, "startColumn": p.column, "endLine": p.end_line, "endColumn": p.end_column,
            });
        }
        physical
    };
    let results: Vec<Value> = found
        .iter()
        .map(|d| {
            let said: Vec<&str> = [d.message.as_str(), &d.label, &d.help]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect();
            let related: Vec<Value> = d
                .related
                .iter()
                .map(|r| {
                    json!({
                        "physicalLocation": location(&r.file, &Some(r.span.clone())),
                        "message": {"text": r.label},
                    })
                })
                .collect();
            json!({
                "ruleId": d.code,
                "ruleIndex": CODES.iter().position(|c| c.code == d.code),
                "level": level(d),
                "message": {"text": said.join(". ")},
                "locations": [{"physicalLocation": location(&d.file, &d.span)}],
                "relatedLocations": related,
            })
        })
        .collect();
    let rules: Vec<Value> = CODES
        .iter()
        .map(|c| json!({"id": c.code, "shortDescription": {"text": c.title}, "helpUri": page(c.code)}))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "headstamp",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
