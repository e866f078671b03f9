//! Column names as field staff write them, English and French.

use headstamp_core::diagnostic::nearest;

use crate::text::fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The recorder's own id of the row.
    Id,
    /// All marks in one text.
    Marks,
    /// The mark at one place: 12, 3, 6, 9 o'clock and centre.
    MarkAt(u8),
    /// Calibre.
    Calibre,
    /// Item kind.
    Item,
    /// When the item was recovered.
    RecoveredOn,
    /// Where it was recovered: country.
    Country,
    /// How many equal items the row stands for.
    Quantity,
    /// Known, and of no use for the identification itself.
    Other(Field),
    /// Not known: carried through.
    Unknown,
}

/// What is recorded beside the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// How the calibre is known: measured, read, assumed.
    CalibreBasis,
    /// Case material.
    CaseMaterial,
    /// Case length in millimetres.
    CaseLengthMm,
    /// Rim diameter in millimetres.
    RimMm,
    /// Colour of the primer seal.
    PrimerSeal,
    /// Finish of the case.
    CaseFinish,
    /// Fired or live.
    StateOfCase,
    /// Place of recovery.
    Place,
    /// Region of recovery.
    Region,
    /// Latitude of the place of recovery.
    Latitude,
    /// Longitude of the place of recovery.
    Longitude,
    /// Where it was documented.
    DocumentedAt,
    /// Incident.
    Incident,
    /// Attack, seizure, cache, inspection.
    IncidentType,
    /// The group it is ascribed to.
    Group,
    /// Who fired it.
    FiredBy,
    /// Whether the scene was guarded.
    SceneGuarded,
    /// Notes.
    Notes,
    /// SHA-256 of the photographs.
    PhotoSha256,
    /// File names of the photographs.
    Photo,
    /// Who recorded it.
    RecordedBy,
    /// The package it came in.
    Package,
}

impl Column {
    /// True when the column says nothing to the identification and is carried through untouched.
    #[must_use]
    pub fn is_carried(self) -> bool {
        matches!(self, Self::Other(_) | Self::Unknown)
    }

    /// True when the column holds marks.
    #[must_use]
    pub fn is_marks(self) -> bool {
        matches!(self, Self::Marks | Self::MarkAt(_))
    }
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
    ("marks12", Column::MarkAt(0)),
    ("marques12", Column::MarkAt(0)),
    ("marquage12", Column::MarkAt(0)),
    ("marquages12", Column::MarkAt(0)),
    ("12h", Column::MarkAt(0)),
    ("12heures", Column::MarkAt(0)),
    ("mark12oclock", Column::MarkAt(0)),
    ("marks12oclock", Column::MarkAt(0)),
    ("marks3", Column::MarkAt(1)),
    ("marques3", Column::MarkAt(1)),
    ("marquage3", Column::MarkAt(1)),
    ("marquages3", Column::MarkAt(1)),
    ("3h", Column::MarkAt(1)),
    ("3heures", Column::MarkAt(1)),
    ("mark3oclock", Column::MarkAt(1)),
    ("marks3oclock", Column::MarkAt(1)),
    ("marks6", Column::MarkAt(2)),
    ("marques6", Column::MarkAt(2)),
    ("marquage6", Column::MarkAt(2)),
    ("marquages6", Column::MarkAt(2)),
    ("6h", Column::MarkAt(2)),
    ("6heures", Column::MarkAt(2)),
    ("mark6oclock", Column::MarkAt(2)),
    ("marks6oclock", Column::MarkAt(2)),
    ("marks9", Column::MarkAt(3)),
    ("marques9", Column::MarkAt(3)),
    ("marquage9", Column::MarkAt(3)),
    ("marquages9", Column::MarkAt(3)),
    ("9h", Column::MarkAt(3)),
    ("9heures", Column::MarkAt(3)),
    ("mark9oclock", Column::MarkAt(3)),
    ("marks9oclock", Column::MarkAt(3)),
    ("markscentre", Column::MarkAt(4)),
    ("markscenter", Column::MarkAt(4)),
    ("marquescentre", Column::MarkAt(4)),
    ("marquagecentre", Column::MarkAt(4)),
    ("marquagescentre", Column::MarkAt(4)),
    ("recovereddate", Column::RecoveredOn),
    ("dateofrecovery", Column::RecoveredOn),
    ("countryofrecovery", Column::Country),
    ("identifiant", Column::Id),
    ("paysderecuperation", Column::Country),
    ("typedobjet", Column::Item),
    ("calibrebasis", Column::Other(Field::CalibreBasis)),
    ("basisofcalibre", Column::Other(Field::CalibreBasis)),
    ("basecalibre", Column::Other(Field::CalibreBasis)),
    ("originecalibre", Column::Other(Field::CalibreBasis)),
    ("calibredeterminepar", Column::Other(Field::CalibreBasis)),
    ("casematerial", Column::Other(Field::CaseMaterial)),
    ("material", Column::Other(Field::CaseMaterial)),
    ("matiereetui", Column::Other(Field::CaseMaterial)),
    ("matieredeletui", Column::Other(Field::CaseMaterial)),
    ("materiau", Column::Other(Field::CaseMaterial)),
    ("caselengthmm", Column::Other(Field::CaseLengthMm)),
    ("caselength", Column::Other(Field::CaseLengthMm)),
    ("longueuretuimm", Column::Other(Field::CaseLengthMm)),
    ("longueuretui", Column::Other(Field::CaseLengthMm)),
    ("rimmm", Column::Other(Field::RimMm)),
    ("rim", Column::Other(Field::RimMm)),
    ("rimdiametermm", Column::Other(Field::RimMm)),
    ("bourreletmm", Column::Other(Field::RimMm)),
    ("diametrebourreletmm", Column::Other(Field::RimMm)),
    ("primerseal", Column::Other(Field::PrimerSeal)),
    ("primersealant", Column::Other(Field::PrimerSeal)),
    ("vernisamorce", Column::Other(Field::PrimerSeal)),
    ("casefinish", Column::Other(Field::CaseFinish)),
    ("finish", Column::Other(Field::CaseFinish)),
    ("finitionetui", Column::Other(Field::CaseFinish)),
    ("finition", Column::Other(Field::CaseFinish)),
    ("stateofcase", Column::Other(Field::StateOfCase)),
    ("condition", Column::Other(Field::StateOfCase)),
    ("etatetui", Column::Other(Field::StateOfCase)),
    ("etatdeletui", Column::Other(Field::StateOfCase)),
    ("etat", Column::Other(Field::StateOfCase)),
    ("place", Column::Other(Field::Place)),
    ("lieu", Column::Other(Field::Place)),
    ("location", Column::Other(Field::Place)),
    ("site", Column::Other(Field::Place)),
    ("localite", Column::Other(Field::Place)),
    ("region", Column::Other(Field::Region)),
    ("province", Column::Other(Field::Region)),
    ("latitude", Column::Other(Field::Latitude)),
    ("lat", Column::Other(Field::Latitude)),
    ("longitude", Column::Other(Field::Longitude)),
    ("lon", Column::Other(Field::Longitude)),
    ("long", Column::Other(Field::Longitude)),
    ("lng", Column::Other(Field::Longitude)),
    ("documentedat", Column::Other(Field::DocumentedAt)),
    ("lieudedocumentation", Column::Other(Field::DocumentedAt)),
    ("documentea", Column::Other(Field::DocumentedAt)),
    ("incident", Column::Other(Field::Incident)),
    ("incidentid", Column::Other(Field::Incident)),
    ("incidentno", Column::Other(Field::Incident)),
    ("numeroincident", Column::Other(Field::Incident)),
    ("incidenttype", Column::Other(Field::IncidentType)),
    ("typeofincident", Column::Other(Field::IncidentType)),
    ("typeincident", Column::Other(Field::IncidentType)),
    ("typedincident", Column::Other(Field::IncidentType)),
    ("group", Column::Other(Field::Group)),
    ("groupe", Column::Other(Field::Group)),
    ("armedgroup", Column::Other(Field::Group)),
    ("groupearme", Column::Other(Field::Group)),
    ("firedby", Column::Other(Field::FiredBy)),
    ("tirepar", Column::Other(Field::FiredBy)),
    ("sceneguarded", Column::Other(Field::SceneGuarded)),
    ("scenesecured", Column::Other(Field::SceneGuarded)),
    ("scenegardee", Column::Other(Field::SceneGuarded)),
    ("lieugarde", Column::Other(Field::SceneGuarded)),
    ("notes", Column::Other(Field::Notes)),
    ("note", Column::Other(Field::Notes)),
    ("remarks", Column::Other(Field::Notes)),
    ("remarques", Column::Other(Field::Notes)),
    ("comments", Column::Other(Field::Notes)),
    ("commentaires", Column::Other(Field::Notes)),
    ("photosha256", Column::Other(Field::PhotoSha256)),
    ("photohash", Column::Other(Field::PhotoSha256)),
    ("sha256photo", Column::Other(Field::PhotoSha256)),
    ("photo", Column::Other(Field::Photo)),
    ("photos", Column::Other(Field::Photo)),
    ("photofile", Column::Other(Field::Photo)),
    ("photofiles", Column::Other(Field::Photo)),
    ("image", Column::Other(Field::Photo)),
    ("fichierphoto", Column::Other(Field::Photo)),
    ("recordedby", Column::Other(Field::RecordedBy)),
    ("recorder", Column::Other(Field::RecordedBy)),
    ("enregistrepar", Column::Other(Field::RecordedBy)),
    ("releveur", Column::Other(Field::RecordedBy)),
    ("relevepar", Column::Other(Field::RecordedBy)),
    ("package", Column::Other(Field::Package)),
    ("packageid", Column::Other(Field::Package)),
    ("emballage", Column::Other(Field::Package)),
    ("colis", Column::Other(Field::Package)),
];

/// The names that documents and messages use, in the order of the recording sheet.
pub const COLUMNS: [(&str, Column); 34] = [
    ("id", Column::Id),
    ("marks", Column::Marks),
    ("mark_12", Column::MarkAt(0)),
    ("mark_3", Column::MarkAt(1)),
    ("mark_6", Column::MarkAt(2)),
    ("mark_9", Column::MarkAt(3)),
    ("mark_centre", Column::MarkAt(4)),
    ("calibre", Column::Calibre),
    ("calibre_basis", Column::Other(Field::CalibreBasis)),
    ("item", Column::Item),
    ("quantity", Column::Quantity),
    ("case_material", Column::Other(Field::CaseMaterial)),
    ("case_length_mm", Column::Other(Field::CaseLengthMm)),
    ("rim_mm", Column::Other(Field::RimMm)),
    ("primer_seal", Column::Other(Field::PrimerSeal)),
    ("case_finish", Column::Other(Field::CaseFinish)),
    ("state_of_case", Column::Other(Field::StateOfCase)),
    ("recovered_on", Column::RecoveredOn),
    ("place", Column::Other(Field::Place)),
    ("region", Column::Other(Field::Region)),
    ("country", Column::Country),
    ("latitude", Column::Other(Field::Latitude)),
    ("longitude", Column::Other(Field::Longitude)),
    ("documented_at", Column::Other(Field::DocumentedAt)),
    ("incident", Column::Other(Field::Incident)),
    ("incident_type", Column::Other(Field::IncidentType)),
    ("group", Column::Other(Field::Group)),
    ("fired_by", Column::Other(Field::FiredBy)),
    ("scene_guarded", Column::Other(Field::SceneGuarded)),
    ("notes", Column::Other(Field::Notes)),
    ("photo", Column::Other(Field::Photo)),
    ("photo_sha256", Column::Other(Field::PhotoSha256)),
    ("recorded_by", Column::Other(Field::RecordedBy)),
    ("package", Column::Other(Field::Package)),
];

/// Words that are not taken for a column by themselves, and what is mostly meant by them.
const MEANT: &[(&str, Column)] = &[
    ("found", Column::RecoveredOn),
    ("foundon", Column::RecoveredOn),
    ("datefound", Column::RecoveredOn),
    ("trouvele", Column::RecoveredOn),
    ("foundat", Column::Other(Field::Place)),
    ("town", Column::Other(Field::Place)),
    ("village", Column::Other(Field::Place)),
    ("stamp", Column::Marks),
    ("inscription", Column::Marks),
    ("ammunition", Column::Calibre),
    ("munition", Column::Calibre),
    ("pieces", Column::Quantity),
    ("amount", Column::Quantity),
    ("box", Column::Other(Field::Package)),
    ("crate", Column::Other(Field::Package)),
    ("caisse", Column::Other(Field::Package)),
    ("shooter", Column::Other(Field::FiredBy)),
    ("tireur", Column::Other(Field::FiredBy)),
];

/// The name of a known column that may be meant by an unknown one.
#[must_use]
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let all = NAMES.iter().chain(MEANT);
    // In names of three letters every other is near.
    let near = match MEANT.iter().find(|(n, _)| *n == folded) {
        Some((exact, _)) => exact,
        None if folded.chars().count() < 4 => return None,
        None => nearest(&folded, all.map(|(n, _)| *n).filter(|n| n.len() > 3))?,
    };
    let what = NAMES.iter().chain(MEANT).find(|(n, _)| *n == near)?.1;
    COLUMNS.iter().find(|(_, c)| *c == what).map(|(n, _)| *n)
}

/// What a column of this name holds.
#[must_use]
pub fn column(name: &str) -> Column {
    let folded = fold(name);
    NAMES
        .iter()
        .find(|(n, _)| *n == folded)
        .map_or(Column::Unknown, |(_, c)| *c)
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

    #[test]
    fn what_may_be_meant() {
        for (name, known) in [
            ("Found on", Some("recovered_on")),
            ("Calibr", Some("calibre")),
            ("headstmp", Some("marks")),
            ("Quantites", Some("quantity")),
            ("Shift", None),
            ("Bag", None),
            ("Officer", None),
            ("x", None),
        ] {
            assert_eq!((column(name), meant(name)), (Column::Unknown, known), "{name}");
        }
    }

    #[test]
    fn names_of_documents_are_known_and_documented() {
        let documented = include_str!("../../../docs/collections.md");
        for (name, what) in COLUMNS {
            assert_eq!(column(name), what, "{name}");
            assert!(
                documented.contains(&format!("`{name}`")),
                "{name} is not in docs/collections.md"
            );
        }
        for (name, what) in MEANT {
            assert_eq!((fold(name).as_str(), column(name)), (*name, Column::Unknown));
            assert!(COLUMNS.iter().any(|(_, c)| c == what), "{name}");
        }
    }

    #[test]
    fn each_name_stands_once() {
        for (i, (name, _)) in NAMES.iter().enumerate() {
            assert_eq!(fold(name), *name);
            assert!(!NAMES[..i].iter().any(|(n, _)| n == name), "{name}");
        }
    }
}
