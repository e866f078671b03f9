//! The conformance kit, on plugins that keep the contract and on one that breaks it in each way.

use std::collections::BTreeSet;
use std::path::Path;

use headstamp_plugin_api::wire::{Answer, Clue, RequestKind};
use headstamp_plugin_host::HostConfig;
use headstamp_plugin_host::conformance::{Golden, Options, Outcome, Report, check};

use crate::support::{ABORTED, items, plain, testing};

fn report(path: &Path, change: impl FnOnce(&mut Options)) -> Report {
    let mut options = Options::new(HostConfig::new(std::env::current_exe().unwrap()));
    options.sources = Some(BTreeSet::from(["example".to_owned()]));
    change(&mut options);
    check(path, options).unwrap()
}

fn failed(report: &Report) -> Vec<String> {
    let failed = report
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Failed);
    failed
        .map(|finding| format!("{}: {}", finding.code, finding.detail))
        .collect()
}

pub(crate) fn good_plugins() {
    let good = report(&plain("plain", &[]), |_| {});
    assert!(good.passed(), "{good}");
    assert_eq!(good.findings.len(), 16);
    assert_eq!(good.manifest.unwrap().id, "plain");
    // It breaks the contract only when a marking asks for it; but on Unix it can do things that no plugin needs.
    let testing = report(&testing(), |_| {});
    let failed = failed(&testing);
    if cfg!(windows) {
        assert!(failed.is_empty(), "{failed:?}");
        return;
    }
    assert!(
        failed.len() == 1 && failed[0].starts_with("HSP04") && failed[0].contains("fork"),
        "{failed:?}"
    );
}

pub(crate) fn each_code() {
    let given_nothing = format!("given nothing, its process {ABORTED}");
    let deep = "if (batch.len > 1000 && batch.ptr[999] == '[') abort()";
    let scribble = "for (int i = 3; i < 40; i++) (void)!write(i, \"scribble scribble\", 17)";
    for (macros, code, detail) in [
        (
            ("ENTRY", "another"),
            "HSP01",
            "headstamp_plugin_v1 is not among its exports",
        ),
        (
            ("AT_LOAD", "} HS_EXPORT void extra(void); void extra(void) {"),
            "HSP01",
            "it also exports extra",
        ),
        (("MAGIC", "7"), "HSP02", "its table begins with"),
        (("SIZE", "16"), "HSP02", "its table has 16 bytes"),
        (
            ("TABLE", "(calls_seen++ ? &table : &table + 1)"),
            "HSP02",
            "another table the second time",
        ),
        (("MANIFEST", "\"{}\""), "HSP03", "not as described"),
        (
            ("HANDLES", "\"{\\\"contains\\\":[\\\"runes\\\"]}\""),
            "HSP03",
            "`contains` names \"runes\"",
        ),
        (
            ("AT_BATCH", "if (calls < 0) system(\"true\")"),
            "HSP04",
            "it asks for system",
        ),
        (("AT_LOAD", "abort()"), "HSP05", ABORTED),
        (
            ("AT_OPEN", "if (config.len < 10) abort()"),
            "HSP06",
            given_nothing.as_str(),
        ),
        (
            (
                "AT_BATCH",
                "if (!contains(batch, \"marking\")) return HS_BAD_REQUEST",
            ),
            "HSP07",
            "for an empty batch: it could not read",
        ),
        (("SAYS", "\"\""), "HSP07", "it left `value` empty"),
        (
            ("SAYS", "(calls % 2 ? \"odd\" : \"even\")"),
            "HSP09",
            "changes when",
        ),
        (
            ("SAYS", "process_id()"),
            "HSP10",
            "different bytes in another process",
        ),
        (("AT_BATCH", deep), "HSP11", "100,000 levels deep"),
        (("STOPPED", "(abort(), HS_OK)"), "HSP12", ABORTED),
        (
            ("BAD", "put(out, ctx, \"{}\")"),
            "HSP13",
            "cannot have understood",
        ),
        (("AT_BATCH", scribble), "HSP14", "broke the conversation"),
        (("AT_BATCH", "usleep(7 * batch.len)"), "HSP15", "no answer within"),
        (("SOURCES", "\"\""), "HSP16", "names no source"),
        (
            ("SOURCES", "\"\\\"nobody\\\"\""),
            "HSP16",
            "the source \"nobody\", which the tables do not have",
        ),
    ] {
        // A descriptor is that of a C runtime there, and the conversation has none.
        if cfg!(windows) && macros.1 == scribble {
            continue;
        }
        let report = report(&plain("plain", &[macros]), |_| {});
        let failed = failed(&report);
        assert!(
            failed
                .iter()
                .any(|failed| failed.starts_with(code) && failed.contains(detail)),
            "{macros:?} should fail {code}, {detail}: {report}"
        );
    }
}

pub(crate) fn golden() {
    let plain = plain("plain", &[]);
    let batch = |value: &str| Golden {
        name: "first.json".to_owned(),
        kind: RequestKind::Read,
        items: items(&["945 11"]),
        answers: vec![Answer {
            id: 0,
            clues: vec![Clue {
                role: "type".to_owned(),
                value: value.to_owned(),
                rule: "plain".to_owned(),
                sources: vec!["example".to_owned()],
                ..Clue::default()
            }],
            leads: Vec::new(),
        }],
    };
    assert!(report(&plain, |options| options.golden = vec![batch("plain")]).passed());
    let failed = failed(&report(&plain, |options| options.golden = vec![batch("another")]));
    assert!(
        failed[0].starts_with("HSP08: first.json: for item 0 it said {\"id\":0"),
        "{failed:?}"
    );
}

pub(crate) fn report_for_people() {
    let report = report(&plain("plain", &[("SOURCES", "\"\"")]), |_| {});
    let mut filters = vec![(r"[\d.]+[mµn]s an item", "[time] an item")];
    if cfg!(windows) {
        filters.push((r"level (process|partial \(.*\))", "level full"));
    }
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!("report_for_people", report.to_string());
    });
}
