//! Column names as field staff write them, English and French.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    Marks,
    /// 12, 3, 6, 9 o'clock and centre.
    MarkAt(u8),
    Calibre,
    Item,
    RecoveredOn,
    Country,
    Quantity,
    /// Known, and of no use for the identification itself.
    Other,
    /// Not known: carried through.
    Unknown,
}

/// Names, folded: lower case, accents and everything but letters and digits dropped.
const NAMES: &[(&str, Column)] = &[
    ("id", Column::Id),
    ("identifier", Column::Id),
    ("ref", Column::Id),
    ("reference", Column::Id),
    ("numero", Column::Id),
    ("number", Column::Id),
    ("no", Column::Id),
    ("caseid", Column::Id),
    ("itemid", Column::Id),
    ("marks", Column::Marks),
    ("mark", Column::Marks),
    ("marking", Column::Marks),
    ("markings", Column::Marks),
    ("headstamp", Column::Marks),
    ("headstamps", Column::Marks),
    ("marquage", Column::Marks),
    ("marquages", Column::Marks),
    ("marquageculot", Column::Marks),
    ("culot", Column::Marks),
    ("timbre", Column::Marks),
    ("mark12", Column::MarkAt(0)),
    ("mark3", Column::MarkAt(1)),
    ("mark6", Column::MarkAt(2)),
    ("mark9", Column::MarkAt(3)),
    ("markcentre", Column::MarkAt(4)),
    ("markcenter", Column::MarkAt(4)),
    ("marque12", Column::MarkAt(0)),
    ("marque3", Column::MarkAt(1)),
    ("marque6", Column::MarkAt(2)),
    ("marque9", Column::MarkAt(3)),
    ("marquecentre", Column::MarkAt(4)),
    ("marquage12h", Column::MarkAt(0)),
    ("marquage3h", Column::MarkAt(1)),
    ("marquage6h", Column::MarkAt(2)),
    ("marquage9h", Column::MarkAt(3)),
    ("12oclock", Column::MarkAt(0)),
    ("3oclock", Column::MarkAt(1)),
    ("6oclock", Column::MarkAt(2)),
    ("9oclock", Column::MarkAt(3)),
    ("calibre", Column::Calibre),
    ("caliber", Column::Calibre),
    ("cal", Column::Calibre),
    ("item", Column::Item),
    ("itemkind", Column::Item),
    ("type", Column::Item),
    ("objet", Column::Item),
    ("quantity", Column::Quantity),
    ("qty", Column::Quantity),
    ("count", Column::Quantity),
    ("quantite", Column::Quantity),
    ("nombre", Column::Quantity),
    ("recoveredon", Column::RecoveredOn),
    ("recovered", Column::RecoveredOn),
    ("daterecovered", Column::RecoveredOn),
    ("recoverydate", Column::RecoveredOn),
    ("date", Column::RecoveredOn),
    ("datederecuperation", Column::RecoveredOn),
    ("daterecuperation", Column::RecoveredOn),
    ("recuperele", Column::RecoveredOn),
    ("country", Column::Country),
    ("pays", Column::Country),
    ("calibrebasis", Column::Other),
    ("casematerial", Column::Other),
    ("caselengthmm", Column::Other),
    ("rimmm", Column::Other),
    ("primerseal", Column::Other),
    ("casefinish", Column::Other),
    ("stateofcase", Column::Other),
    ("place", Column::Other),
    ("lieu", Column::Other),
    ("region", Column::Other),
    ("latitude", Column::Other),
    ("longitude", Column::Other),
    ("documentedat", Column::Other),
    ("incident", Column::Other),
    ("incidenttype", Column::Other),
    ("group", Column::Other),
    ("groupe", Column::Other),
    ("firedby", Column::Other),
    ("sceneguarded", Column::Other),
    ("notes", Column::Other),
    ("photosha256", Column::Other),
    ("recordedby", Column::Other),
];

/// What a column of this name holds.
pub(crate) fn column(name: &str) -> Column {
    let folded = fold(name);
    NAMES
        .iter()
        .find(|(n, _)| *n == folded)
        .map_or(Column::Unknown, |(_, c)| *c)
}

fn fold(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| {
            Some(match c {
                'à' | 'â' | 'ä' => 'a',
                'é' | 'è' | 'ê' | 'ë' => 'e',
                'î' | 'ï' => 'i',
                'ô' | 'ö' => 'o',
                'û' | 'ù' | 'ü' => 'u',
                'ç' => 'c',
                c if c.is_alphanumeric() => c,
                _ => return None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_field() {
        for (name, what) in [
            ("Marks", Column::Marks),
            ("HEADSTAMP", Column::Marks),
            ("Date de récupération", Column::RecoveredOn),
            ("mark_12", Column::MarkAt(0)),
            ("Mark 6", Column::MarkAt(2)),
            ("recovered_on", Column::RecoveredOn),
            ("Quantité", Column::Quantity),
            ("My own column", Column::Unknown),
        ] {
            assert_eq!(column(name), what, "{name}");
        }
    }
}
