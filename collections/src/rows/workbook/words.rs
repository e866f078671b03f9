//! Opening a workbook of any kind, and what its reader complains about in words of the user.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{
    Error as Found, Ods, OdsError, Reader, Sheets, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::{Book, size};
use crate::error::Error;

/// Opens by what the bytes are, not by what the file is called.
pub(super) fn open(bytes: Arc<[u8]>) -> Result<Book, Error> {
    let book = || Cursor::new(Arc::clone(&bytes));
    if bytes.is_empty() {
        return Err(Error::Input(
            "the workbook is empty: the file has no bytes".to_owned(),
        ));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return match Xls::new(book()) {
            Ok(b) => Ok(Sheets::Xls(b)),
            // An encrypted XLSX has the outside of an XLS.
            Err(e) => match Xlsx::new(book()) {
                Err(XlsxError::Password) => Err(say(&Found::Xlsx(XlsxError::Password))),
                _ => Err(say(&Found::Xls(e))),
            },
        };
    }
    if !bytes.starts_with(b"PK") {
        let text = "this is no workbook: neither XLSX, XLS nor ODS; if it is text, give it the ending .csv";
        return Err(Error::Input(text.to_owned()));
    }
    size::check(&bytes, size::MOST)?;
    let trouble = match Xlsx::new(book()) {
        Ok(b) => return Ok(Sheets::Xlsx(b)),
        Err(e) => e,
    };
    if let Ok(b) = Ods::new(book()) {
        return Ok(Sheets::Ods(b));
    }
    if let Ok(b) = Xlsb::new(book()) {
        return Ok(Sheets::Xlsb(b));
    }
    Err(say(&Found::Xlsx(trouble)))
}

/// What happened, and what helps.
pub(super) fn say(e: &Found) -> Error {
    let protected = matches!(
        e,
        Found::Xlsx(XlsxError::Password)
            | Found::Xls(XlsError::Password)
            | Found::Xlsb(XlsbError::Password)
            | Found::Ods(OdsError::Password)
    );
    let text = if protected {
        "the workbook is protected by a password; save a copy without and use that".to_owned()
    } else if matches!(
        e,
        Found::Xlsx(XlsxError::Zip(_)) | Found::Ods(OdsError::Zip(_)) | Found::Xlsb(XlsbError::Zip(_))
    ) {
        format!("the workbook is damaged or cut short ({e}); copy it again from where it came from")
    } else if matches!(
        e,
        Found::Xlsx(XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound)
    ) {
        format!("this is an archive but no workbook, or a part of it is missing ({e})")
    } else {
        format!(
            "the workbook cannot be read ({e}); open it in a spreadsheet program and save it again, or save the sheet as CSV UTF-8"
        )
    };
    Error::Input(text)
}
