//! The page in a real browser, at the width of a laptop and of a sheet.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::report;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    BROWSERS
        .iter()
        .find_map(|name| dirs.iter().map(|d| d.join(name)).find(|p| p.is_file()))
}

/// What is measured after the page is laid out; only in the copy that the test opens.
const MEASURE: &str = "<script>addEventListener('load', () => {
    const d = document.documentElement, out = [];
    if (d.scrollWidth > innerWidth) out.push('wider than the window: ' + d.scrollWidth);
    for (const s of document.querySelectorAll('svg'))
        if (s.getBoundingClientRect().width < 20 || s.getBoundingClientRect().height < 20) out.push('an empty drawing');
    for (const s of document.querySelectorAll('svg.chart, svg.map')) {
        const b = s.getBoundingClientRect();
        for (const t of s.querySelectorAll('text')) {
            const x = t.getBoundingClientRect();
            if (s.classList.contains('chart') && (x.left < b.left - 1 || x.right > b.right + 1 || x.bottom > b.bottom + 1))
                out.push('outside its drawing: ' + t.textContent);
        }
    }
    document.body.dataset.found = out.length ? out.join('; ') : 'nothing';
});</script></body>";

fn opened(browser: &Path, page: &str, width: u32) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("page.html");
    std::fs::write(&file, page.replace("</body>", MEASURE)).expect("written");
    let out = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--dump-dom",
        ])
        .arg(format!(
            "--user-data-dir={}",
            dir.path().join("profile").display()
        ))
        .arg(format!("--window-size={width},900"))
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("the browser starts");
    let dom = String::from_utf8_lossy(&out.stdout).into_owned();
    let found = dom
        .split_once("data-found=\"")
        .and_then(|(_, r)| r.split_once('"'))
        .map(|(f, _)| f.to_owned());
    found.unwrap_or_else(|| {
        format!(
            "the browser gave no page: {}",
            String::from_utf8_lossy(&out.stderr)
        )
    })
}

#[test]
fn it_is_laid_out_without_faults() {
    let Some(browser) = browser() else {
        println!("not run: no chromium on this machine");
        return;
    };
    for (lang, width) in [("en", 1366), ("fr", 1366), ("en", 794)] {
        let page = report(&["--lang", lang, "--cutoff", "2012-12-20"]);
        assert_eq!(opened(&browser, &page, width), "nothing", "{lang} at {width}");
    }
}
