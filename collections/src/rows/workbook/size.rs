//! How much a workbook unpacks to. A few hundred kilobytes of it can be made to unpack to more than any memory holds.

use std::io::Cursor;
use std::sync::Arc;

use zip::ZipArchive;

use crate::error::Error;

/// What a workbook may unpack to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Most {
    /// All its parts: a full sheet of sixty columns has less.
    pub(super) all: u64,
    /// Parts that are kept in memory as a whole, together.
    pub(super) kept: u64,
}

pub(super) const MOST: Most = Most {
    all: 4 << 30,
    kept: 512 << 20,
};

/// Parts of a workbook that its reader takes row by row; all others it keeps.
fn is_streamed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("xl/worksheets/") || name.starts_with("xl/media/") || name.starts_with("xl/drawings/")
}

/// Refuses a workbook that unpacks to more, before its reader sees it.
pub(super) fn check(bytes: &Arc<[u8]>, most: Most) -> Result<(), Error> {
    // What is wrong with the archive itself the reader says better.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(Arc::clone(bytes))) else {
        return Ok(());
    };
    let (mut all, mut kept) = (0u64, 0u64);
    for i in 0..archive.len() {
        let Ok(part) = archive.by_index(i) else {
            continue;
        };
        // A part that is larger than it says is an error when it is read.
        let size = part.size();
        all = all.saturating_add(size);
        if !part.name().is_ok_and(|name| is_streamed(&name)) {
            kept = kept.saturating_add(size);
        }
        for (found, limit) in [(all, most.all), (kept, most.kept)] {
            if found > limit {
                return Err(too_large(limit));
            }
        }
    }
    Ok(())
}

fn too_large(limit: u64) -> Error {
    Error::Input(format!(
        "the workbook unpacks to more than the {} that are taken from one; it is damaged, or made to exhaust the \
         machine; if its rows are real, save the sheet as CSV UTF-8, which has no such limit",
        if limit >= 1 << 30 {
            format!("{} GB", limit >> 30)
        } else {
            format!("{} MB", limit >> 20)
        }
    ))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, usize)]) -> Arc<[u8]> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; *size]).unwrap();
        }
        zip.finish().unwrap().into_inner().into()
    }

    const LITTLE: Most = Most {
        all: 8 << 20,
        kept: 2 << 20,
    };

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let text = |parts: &[(&str, usize)]| check(&archive(parts), LITTLE).unwrap_err().to_string();
        let sheet = "xl/worksheets/sheet1.xml";
        assert!(
            check(
                &archive(&[(sheet, 7 << 20), ("xl/sharedStrings.xml", 900_000)]),
                LITTLE
            )
            .is_ok()
        );
        assert!(text(&[(sheet, 9 << 20)]).contains("more than the 8 MB"));
        assert!(text(&[("xl/sharedStrings.xml", 3 << 20)]).contains("more than the 2 MB"));
        assert!(text(&[("content.xml", 3 << 20)]).contains("CSV UTF-8"));
        // Many parts, each small enough.
        assert!(text(&[(sheet, 5 << 20), ("xl/worksheets/sheet2.xml", 5 << 20)]).contains("8 MB"));
    }

    #[test]
    fn a_size_that_is_declared_wrongly_hides_nothing() {
        let real: u32 = 3 << 20;
        let mut bytes = archive(&[("content.xml", real as usize)]).to_vec();
        // Both headers of the part say 100 bytes.
        let mut found = 0;
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == real.to_le_bytes() {
                bytes[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
                found += 1;
            }
        }
        assert!(found >= 1);
        let mut lying = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut out = Vec::new();
        let read = lying.by_index(0).unwrap().read_to_end(&mut out);
        assert!(read.unwrap_err().to_string().contains("larger than its declared"));
        assert!(out.len() < real as usize / 2, "{}", out.len());
    }
}
