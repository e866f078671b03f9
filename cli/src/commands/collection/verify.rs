//! `collection verify`.

use headstamp_collections::Collection;

use super::{Verify, count};
use crate::exit::{BAD_INPUT, Outcome};
use crate::progress::Progress;

pub(super) fn run(verify: &Verify) -> Outcome {
    let collection = Collection::open_read(&verify.file)?;
    let mut progress = Progress::new(!verify.quiet);
    let found = collection.verify(verify.photos.as_deref(), verify.head.as_deref(), &mut |n| {
        progress.add(n)
    });
    progress.clear();
    let found = found?;
    for f in &found.findings {
        anstream::println!("{}: {}", f.place, f.what);
    }
    let photos = if verify.photos.is_some() {
        format!(
            ", {}",
            count(found.photos, "photo hash").replace("hashs", "hashes")
        )
    } else {
        String::new()
    };
    let checked = format!(
        "{}, {} of the log{photos}; last hash {}",
        count(found.records, "row"),
        if found.entries == 1 {
            "1 entry".to_owned()
        } else {
            format!("{} entries", found.entries)
        },
        found.head
    );
    if found.is_sound() {
        anstream::println!("sound: {checked}");
        anstream::println!("A hash shows that a row is as it was added, not that it is true.");
        return Ok(0);
    }
    anstream::println!(
        "NOT sound: {} in {checked}",
        count(found.findings.len() as u64, "finding")
    );
    Ok(BAD_INPUT)
}
