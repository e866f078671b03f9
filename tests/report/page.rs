//! What stands on the page.

use crate::{collection, headstamp, report, text};

/// Text between tags, without drawings.
fn words(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(open) = rest.find("<svg").or(Some(rest.len())) {
        out.push_str(&rest[..open]);
        match rest[open..].find("</svg>") {
            Some(end) => rest = &rest[open + end + 6..],
            None => break,
        }
    }
    let mut text = String::new();
    let mut inside = false;
    for c in out.chars() {
        match c {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_figures_and_their_guards_are_on_it() {
    let page = words(&report(&["--cutoff", "2012-12-20", "--theatre", "ML"]));
    for part in [
        "12,000 items in ",
        "They are 488 distinct samples",
        "They were made in 36 states",
        "Soviet Union/Russia and China made 281 of the ",
        "Made after 2012-12-20:",
        "The producer is not the supplier.",
        "Capture at Youwarou",
        "Not to be concluded:",
        "Country outlines: Natural Earth",
    ] {
        assert!(page.contains(part), "missing: {part}");
    }
    // No machine, no clock, nothing from outside.
    let whole = report(&[]);
    for part in ["http://localhost", "<script", "<link", "src=", "@import", "/tmp/"] {
        assert!(!whole.contains(part), "found: {part}");
    }
    assert_eq!(whole, report(&[]));
}

#[test]
fn french_is_whole() {
    let page = words(&report(&["--lang", "fr"]));
    for part in [
        // Narrow spaces between the digits; taken for any white space above.
        "12 000 objets",
        "488 échantillons distincts",
        "Union soviétique/Russie et Chine",
        "Le producteur n’est pas le fournisseur.",
        "DONNÉES SYNTHÉTIQUES (SYNTHETIC)",
    ] {
        assert!(page.contains(part), "missing: {part}");
    }
}

#[test]
fn everything_opened_is_closed() {
    let page = report(&[]);
    for tag in [
        "svg", "table", "tr", "td", "section", "figure", "path", "circle", "g", "ul", "li", "div", "p",
    ] {
        let (opened, closed) = (
            page.matches(&format!("<{tag} ")).count() + page.matches(&format!("<{tag}>")).count(),
            page.matches(&format!("</{tag}>")).count(),
        );
        assert_eq!(opened, closed, "{tag}");
    }
    assert_eq!(page.matches("class=\"banner\"").count(), 1);
    // Every printed page says what it is.
    assert!(page.contains("@top-center { content: 'SYNTHETIC'"));
    assert_eq!(
        page.matches("<h2>").count(),
        page.matches("SYNTHETIC</span></h2>").count()
    );
    // A drawing for each sample.
    assert_eq!(page.matches("<td class=\"head\"><svg").count(), 488);
}

#[test]
fn an_empty_collection_has_a_page_that_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, out) = (dir.path().join("empty.hsc"), dir.path().join("empty.html"));
    headstamp(&["collection", "new", text(&file), "--by", "test"]);
    headstamp(&["report", text(&file), "-o", text(&out)]);
    let page = std::fs::read_to_string(out).expect("a page");
    assert!(words(&page).contains("For no sample does the state of production stand clear."));
    assert!(!page.contains("class=\"banner\"") && !page.contains("NaN"));
}

#[test]
fn the_documented_cases_have_a_page_without_the_word_synthetic() {
    let dir = tempfile::tempdir().expect("a folder");
    let tables = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference-data");
    headstamp_demonstration::documented(dir.path(), &tables).expect("the cases are written");
    let (file, out) = (dir.path().join("cases.hsc"), dir.path().join("cases.html"));
    let rows = dir.path().join("documented.csv");
    headstamp(&[
        "collection",
        "new",
        text(&file),
        "--by",
        "test",
        "--title",
        "Documented cases",
    ]);
    // Cases whose marks are not published have none: kept, and the program says so.
    let added = std::process::Command::new(env!("CARGO_BIN_EXE_headstamp"))
        .args([
            "collection",
            "add",
            text(&file),
            text(&rows),
            "--by",
            "test",
            "--quiet",
            "--no-user-data",
        ])
        .env("HEADSTAMP_PLUGIN_PATIENCE", "60")
        .output()
        .expect("the program starts");
    assert_eq!(added.status.code(), Some(65));
    headstamp(&["report", text(&file), "-o", text(&out), "--fired-by", "all"]);
    let page = std::fs::read_to_string(out).expect("a page");
    assert!(!page.contains("SYNTHETIC"));
    assert!(words(&page).contains("State Factory 945"));
    // Days and spans of days are written as they are read.
    let said = String::from_utf8_lossy(&added.stderr);
    assert!(!said.contains("no date"), "{said}");
    let case = headstamp_collections::Collection::open_read(&file).expect("the collection");
    let dated = "SELECT count(*) FROM observations WHERE recovered_from IS NOT NULL AND recovered_from < recovered_to";
    let spans: i64 = case
        .connection()
        .query_row(dated, [], |r| r.get(0))
        .expect("a count");
    let mut unread = 0;
    case.warnings(|w| {
        unread += u32::from(w.column == "recovered_on");
        Ok(())
    })
    .expect("warnings");
    assert!(
        spans > 50 && unread == 0,
        "{spans} rows with a span, {unread} unread"
    );
    let csv = std::fs::read_to_string(rows).expect("rows");
    for part in [
        "Kati, 22 July 2022",
        "Bamako, 17 September 2024",
        "sofara-egypt-2015",
        "Capture at Youwarou",
        "Mali: What's next after the Kati attack? [press; seen: copy] (mali-2022-after-kati)",
        "Werb, C. (2024)",
        "Melly, P. (2024)",
    ] {
        assert!(csv.contains(part), "{part}");
    }
    // The attacks are kept with their day and place, and add nothing to any count.
    let shown = headstamp(&[
        "collection",
        "show",
        text(&file),
        "attack-kati-2022",
        "--format",
        "json",
    ]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(shown["recorded"]["quantity"], "0");
    assert_eq!(shown["identification"], serde_json::Value::Null);
}

#[test]
fn a_drawing_by_itself() {
    let out = headstamp(&["draw", "12:945", "6:(11)"]);
    let svg = String::from_utf8(out.stdout).expect("text");
    assert!(
        svg.starts_with("<svg xmlns=") && svg.trim_end().ends_with("</svg>"),
        "{svg}"
    );
    assert!(collection().exists());
}
