//! The recording sheet: a workbook whose cells keep marks as they are typed, with lists to choose from, an example row
//! and a page of help, in English and French.

use std::fs::OpenOptions;
use std::path::Path;

use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatPattern, Workbook, Worksheet};

use crate::error::Error;
use crate::rows::Row;

mod words;

use words::{COLUMNS, Choice, Form};

/// The language of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    English,
    /// French.
    French,
}

/// Rows prepared for filling in.
const ROWS: u32 = 5000;

/// True for the example row, which nobody recovered.
pub(crate) fn is_example(row: &Row) -> bool {
    is_example_id(&row.recorded.id) && row.recorded.marks == words::EXAMPLE_MARKS
}

/// The id that the example row has.
pub(crate) fn is_example_id(id: &str) -> bool {
    matches!(id, "EXAMPLE" | "EXEMPLE")
}

/// Writes an empty form. Nothing is overwritten.
///
/// # Errors
/// When the file is there already or cannot be written.
pub fn write(path: &Path, lang: Lang) -> Result<(), Error> {
    let mut workbook = Workbook::new();
    let form = words::form(lang);
    recording(workbook.add_worksheet(), lang, form)?;
    help(workbook.add_worksheet(), lang, form)?;
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Usage(format!(
                "{}: is there already; it is not overwritten",
                path.display()
            )),
            _ => Error::io(path, e),
        })?;
    workbook.save_to_writer(file)?;
    Ok(())
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E8_ECEF))
        .set_pattern(FormatPattern::Solid)
}

fn recording(sheet: &mut Worksheet, lang: Lang, form: &Form) -> Result<(), Error> {
    sheet.set_name(form.sheet)?;
    let text = Format::new().set_num_format("@");
    let example = Format::new()
        .set_num_format("@")
        .set_italic()
        .set_font_color(Color::RGB(0x0080_8080));
    for (i, c) in (0u16..).zip(COLUMNS) {
        let name = c.name(lang);
        let width = u32::try_from(name.chars().count()).unwrap_or(10).clamp(9, 24) + 3;
        sheet.set_column_width(i, width)?;
        sheet.set_column_format(i, &text)?;
        sheet.write_string_with_format(0, i, name, &head())?;
        sheet.write_string_with_format(1, i, c.example(lang), &example)?;
        let (title, hint) = (short(name, 32), short(c.help(lang), 255));
        let rule = match c.choice {
            Choice::Free => DataValidation::new().allow_any_value(),
            Choice::List(english, french) => DataValidation::new()
                .allow_list_strings(match lang {
                    Lang::English => english,
                    Lang::French => french,
                })?
                .set_error_message(form.choose)?,
            Choice::Whole => DataValidation::new()
                .allow_custom(whole(i).as_str().into())
                .set_error_message(form.number)?,
            Choice::Between(least, most) => DataValidation::new()
                .allow_custom(between(i, least, most).as_str().into())
                .set_error_message(form.number)?,
        };
        let rule = rule.set_input_title(title)?.set_input_message(hint)?;
        sheet.add_data_validation(1, i, ROWS, i, &rule)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape();
    Ok(())
}

/// The cells are text, so that nothing is turned into anything else; a formula checks what they hold.
fn cell(column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(1, column)
}

fn whole(column: u16) -> String {
    let c = cell(column);
    format!("=AND(ISNUMBER(VALUE({c})),VALUE({c})>=1,VALUE({c})=INT(VALUE({c})))")
}

fn between(column: u16, least: i32, most: i32) -> String {
    let c = cell(column);
    format!("=AND(ISNUMBER(VALUE({c})),VALUE({c})>={least},VALUE({c})<={most})")
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn help(sheet: &mut Worksheet, lang: Lang, form: &Form) -> Result<(), Error> {
    sheet.set_name(form.help)?;
    let wrap = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let title = Format::new().set_bold().set_font_size(14);
    for (i, width) in [(0, 24), (1, 70), (2, 26)] {
        sheet.set_column_width(i, width)?;
        sheet.set_column_format(i, &wrap)?;
    }
    sheet.write_string_with_format(0, 0, form.title, &title)?;
    let mut row = 2;
    for line in form.rules {
        sheet.merge_range(row, 0, row, 2, line, &wrap)?;
        sheet.set_row_height(row, 32)?;
        row += 1;
    }
    row += 1;
    for (i, name) in (0u16..).zip(form.help_head) {
        sheet.write_string_with_format(row, i, *name, &head())?;
    }
    for c in COLUMNS {
        row += 1;
        sheet.write_string_with_format(row, 0, c.name(lang), &wrap)?;
        sheet.write_string_with_format(row, 1, c.help(lang), &wrap)?;
        sheet.write_string_with_format(row, 2, c.example(lang), &wrap)?;
    }
    row += 2;
    for (i, name) in (0u16..).zip(form.notation_head) {
        sheet.write_string_with_format(row, i, *name, &head())?;
    }
    for (written, meaning) in form.notation {
        row += 1;
        sheet.write_string_with_format(row, 0, *written, &wrap)?;
        sheet.write_string_with_format(row, 1, *meaning, &wrap)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{Column, Input, column};

    fn columns(lang: Lang) -> Vec<Column> {
        COLUMNS.iter().map(|c| column(c.name(lang))).collect()
    }

    #[test]
    fn both_languages_are_read_back() {
        let english = columns(Lang::English);
        assert!(english.iter().all(|c| *c != Column::Unknown), "{english:?}");
        assert_eq!(english, columns(Lang::French));
    }

    #[test]
    fn every_choice_is_understood() {
        use crate::items::{CALIBRE_BASIS, FIRED_BY, STATE_OF_CASE, YES_NO, word};
        for c in COLUMNS {
            let Choice::List(english, french) = c.choice else {
                continue;
            };
            for (e, f) in english.iter().zip(french) {
                let read = |text: &str| match c.english {
                    "item" => Some(crate::item_kind(text)),
                    "calibre_basis" => word(CALIBRE_BASIS, text).map(str::to_owned),
                    "fired_by" => word(FIRED_BY, text).map(str::to_owned),
                    "scene_guarded" => word(YES_NO, text).map(str::to_owned),
                    "state_of_case" => word(STATE_OF_CASE, text).map(str::to_owned),
                    other => panic!("{other}"),
                };
                assert_eq!(read(e).as_deref(), Some(*e));
                assert_eq!(read(f).as_deref(), Some(*e), "{f}");
            }
        }
    }

    #[test]
    fn an_untouched_form_has_no_rows_and_a_filled_one_keeps_its_marks() {
        for lang in [Lang::English, Lang::French] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("form.xlsx");
            write(&path, lang).unwrap();
            let mut input = Input::open(&path, None, None).unwrap();
            assert_eq!(input.header().len(), COLUMNS.len());
            assert_eq!(input.notes(), [] as [String; 0]);
            let mut row = Row::default();
            assert!(!input.next(&mut row).unwrap(), "{row:?}");
            assert!(write(&path, lang).unwrap_err().to_string().contains("already"));
        }
    }
}
