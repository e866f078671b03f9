//! The controlled words of the tables. Builder, linter, formatter and editor schemas all take them from here.

/// How a claim is known.
pub const BASES: &[&str] = &["documented", "general", "doubtful"];
/// What the bounds of a span of years mean.
pub const LIMITS: &[&str] = &["seen", "soft", "firm"];
/// Kinds of absence that a mark row may look for.
pub const ABSENCES: &[&str] = &["blank", "no-code"];
/// Elements of an arrangement; a literal is written `=TEXT`.
pub const ELEMENTS: &[&str] = &["digit", "number", "letters", "calibre", "year"];
/// Scripts in which a producer writes digits.
pub const DIGITS: &[&str] = &["any", "western", "arabic-indic", "persian", "chinese"];
/// Scripts in which a year scheme is written.
pub const SCRIPTS: &[&str] = &["any", "western", "arabic-indic", "persian", "chinese", "roman"];
/// What stands beside a year.
pub const PARTS: &[&str] = &["none", "month", "quarter", "split"];
/// Grades of a source, best first.
pub const GRADES: &[&str] = &["specimen", "official", "reference", "research", "press", "copy"];
/// What was read of a source.
pub const SEEN: &[&str] = &["whole", "excerpt", "copy"];
/// What a mark is that is no producer.
pub const ROLES: &[&str] = &[
    "type",
    "ownership",
    "acceptance",
    "case-metal",
    "decoration",
    "month",
    "lot",
    "calibre",
];
/// Classes of calibres.
pub const CLASSES: &[&str] = &[
    "small-arms",
    "shotgun",
    "cannon",
    "mortar",
    "rocket",
    "grenade",
    "mine",
    "bomb",
    "other",
];
/// Kinds of diversion events.
pub const KINDS: &[&str] = &[
    "capture",
    "loss",
    "theft",
    "retransfer",
    "transfer",
    "trafficking",
    "supply-alleged",
];
/// How firmly an event is found.
pub const FINDINGS: &[&str] = &["established", "documented", "reported", "alleged"];
/// What changed hands.
pub const ITEMS: &[&str] = &[
    "cartridge",
    "rocket",
    "mortar-round",
    "grenade",
    "mine",
    "weapon",
    "vehicle",
    "explosive",
    "other",
];
/// How signs come to be taken for one another: by the stamp, by the eye, across scripts.
pub const CONFUSIONS: &[&str] = &["stamp", "eye", "script"];
