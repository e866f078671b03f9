//! What stands in the form.

use super::Lang;

/// The marks of the example row, as they are read.
pub(super) const EXAMPLE_MARKS: &str = "12:945 6:11";

/// What may be typed.
pub(super) enum Choice {
    Free,
    List(&'static [&'static str], &'static [&'static str]),
    Whole,
    Between(i32, i32),
}

/// A column of the form.
pub(super) struct FormColumn {
    pub(super) english: &'static str,
    french: &'static str,
    english_help: &'static str,
    french_help: &'static str,
    example: (&'static str, &'static str),
    pub(super) choice: Choice,
}

impl FormColumn {
    pub(super) fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::English => self.english,
            Lang::French => self.french,
        }
    }

    pub(super) fn help(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::English => self.english_help,
            Lang::French => self.french_help,
        }
    }

    pub(super) fn example(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::English => self.example.0,
            Lang::French => self.example.1,
        }
    }
}

const fn free(
    english: &'static str,
    french: &'static str,
    english_help: &'static str,
    french_help: &'static str,
    example: (&'static str, &'static str),
) -> FormColumn {
    FormColumn {
        english,
        french,
        english_help,
        french_help,
        example,
        choice: Choice::Free,
    }
}

const fn chosen(column: FormColumn, choice: Choice) -> FormColumn {
    FormColumn { choice, ..column }
}

/// The columns, in order.
pub(super) const COLUMNS: &[FormColumn] = &[
    free(
        "id",
        "identifiant",
        "Your own number of the row. No two rows have the same.",
        "Votre propre numéro de la ligne. Jamais deux fois le même.",
        ("EXAMPLE", "EXEMPLE"),
    ),
    free(
        "mark_12",
        "marque_12",
        "What is stamped at 12 o'clock, exactly as seen. 05 stays 05.",
        "Ce qui est frappé à 12 heures, tel quel. 05 reste 05.",
        ("945", "945"),
    ),
    free(
        "mark_3",
        "marque_3",
        "What is stamped at 3 o'clock. - if you looked and nothing is there.",
        "Ce qui est frappé à 3 heures. - si vous avez regardé et qu'il n'y a rien.",
        ("", ""),
    ),
    free(
        "mark_6",
        "marque_6",
        "What is stamped at 6 o'clock.",
        "Ce qui est frappé à 6 heures.",
        ("11", "11"),
    ),
    free(
        "mark_9",
        "marque_9",
        "What is stamped at 9 o'clock.",
        "Ce qui est frappé à 9 heures.",
        ("", ""),
    ),
    free(
        "mark_centre",
        "marque_centre",
        "What is stamped in the middle, beside the primer or on it.",
        "Ce qui est frappé au milieu, près de l'amorce ou dessus.",
        ("", ""),
    ),
    free(
        "marks",
        "marquage",
        "All marks in one cell, when positions are not known: 945 11. Leave empty when the columns before are filled in.",
        "Tous les marquages en une cellule, si les positions ne sont pas connues : 945 11. Laisser vide si les colonnes précédentes sont remplies.",
        ("", ""),
    ),
    free(
        "calibre",
        "calibre",
        "Calibre, for example 7.62x54R. Measure it if you can.",
        "Calibre, par exemple 7.62x54R. À mesurer si possible.",
        ("7.62x54R", "7.62x54R"),
    ),
    chosen(
        free(
            "calibre_basis",
            "base_calibre",
            "How the calibre is known: measured, read from the marks, or assumed.",
            "Comment le calibre est connu : mesuré, lu sur le marquage, ou supposé.",
            ("measured", "mesuré"),
        ),
        Choice::List(&["measured", "read", "assumed"], &["mesuré", "lu", "supposé"]),
    ),
    chosen(
        free("item", "objet", "What it is.", "Ce que c'est.", ("case", "étui")),
        Choice::List(
            &[
                "case",
                "cartridge",
                "projectile",
                "weapon",
                "mortar-round",
                "rocket",
                "grenade",
                "mine",
                "crate",
                "vehicle",
                "other",
            ],
            &[
                "étui",
                "cartouche",
                "projectile",
                "arme",
                "obus de mortier",
                "roquette",
                "grenade",
                "mine",
                "caisse",
                "véhicule",
                "autre",
            ],
        ),
    ),
    chosen(
        free(
            "quantity",
            "quantité",
            "How many equal items this row stands for.",
            "Combien d'objets identiques cette ligne représente.",
            ("3", "3"),
        ),
        Choice::Whole,
    ),
    free(
        "case_material",
        "matière étui",
        "Brass, steel (a magnet tells), lacquered, other.",
        "Laiton, acier (un aimant le dit), verni, autre.",
        ("steel", "acier"),
    ),
    chosen(
        free(
            "case_length_mm",
            "longueur étui mm",
            "Length of the case in millimetres, measured.",
            "Longueur de l'étui en millimètres, mesurée.",
            ("53.7", "53.7"),
        ),
        Choice::Between(1, 2000),
    ),
    free(
        "primer_seal",
        "vernis amorce",
        "Colour of the lacquer round the primer.",
        "Couleur du vernis autour de l'amorce.",
        ("red", "rouge"),
    ),
    chosen(
        free(
            "state_of_case",
            "état étui",
            "Fired or live. Never handle live ammunition to read it.",
            "Tiré ou non tiré. Ne jamais manipuler une munition non tirée pour la lire.",
            ("fired", "tiré"),
        ),
        Choice::List(&["fired", "live"], &["tiré", "non tiré"]),
    ),
    free(
        "recovered_on",
        "date de récupération",
        "Day of recovery: 2016-09-14. If not known: 2016-09 or 2016.",
        "Jour de la récupération : 2016-09-14. Sinon : 2016-09 ou 2016.",
        ("2016-09-14", "2016-09-14"),
    ),
    free(
        "place",
        "lieu",
        "Where it was found.",
        "Où il a été trouvé.",
        ("", ""),
    ),
    free(
        "region",
        "région",
        "Region of the place.",
        "Région du lieu.",
        ("", ""),
    ),
    free(
        "country",
        "pays",
        "Country of the place, ISO code (two letters).",
        "Pays du lieu, code ISO (deux lettres).",
        ("", ""),
    ),
    chosen(
        free(
            "latitude",
            "latitude",
            "Degrees north, as a number: 14.49. As coarse as safety asks.",
            "Degrés nord, en nombre : 14.49. Aussi vague que la sécurité l'exige.",
            ("", ""),
        ),
        Choice::Between(-90, 90),
    ),
    chosen(
        free(
            "longitude",
            "longitude",
            "Degrees east, as a number: -4.19. West is negative.",
            "Degrés est, en nombre : -4.19. L'ouest est négatif.",
            ("", ""),
        ),
        Choice::Between(-180, 180),
    ),
    free(
        "documented_at",
        "lieu de documentation",
        "Where it was examined, when that is another place.",
        "Où il a été examiné, si c'est ailleurs.",
        ("", ""),
    ),
    free(
        "incident",
        "incident",
        "Number of the incident.",
        "Numéro de l'incident.",
        ("", ""),
    ),
    free(
        "incident_type",
        "type d'incident",
        "Attack, seizure, cache, inspection …",
        "Attaque, saisie, cache, inspection …",
        ("", ""),
    ),
    free(
        "group",
        "groupe",
        "The group it is ascribed to, if any, and only as far as it is known.",
        "Le groupe auquel il est attribué, le cas échéant, et seulement si on le sait.",
        ("", ""),
    ),
    chosen(
        free(
            "fired_by",
            "tiré par",
            "Who fired it: the attacker, a national force, the mission, or unknown.",
            "Qui l'a tiré : l'assaillant, une force nationale, la mission, ou inconnu.",
            ("unknown", "inconnu"),
        ),
        Choice::List(
            &["attacker", "national-force", "mission", "unknown"],
            &["assaillant", "force nationale", "mission", "inconnu"],
        ),
    ),
    chosen(
        free(
            "scene_guarded",
            "scène gardée",
            "Whether the scene was guarded until it was recorded.",
            "Si les lieux ont été gardés jusqu'au relevé.",
            ("no", "non"),
        ),
        Choice::List(&["yes", "no", "unknown"], &["oui", "non", "inconnu"]),
    ),
    free(
        "package",
        "emballage",
        "Number of the crate, tin or box it came in.",
        "Numéro de la caisse, de la boîte ou du colis.",
        ("", ""),
    ),
    free(
        "photo",
        "photo",
        "File name of the photograph.",
        "Nom du fichier de la photographie.",
        ("", ""),
    ),
    free(
        "photo_sha256",
        "photo_sha256",
        "SHA-256 of the photograph, if you have it.",
        "SHA-256 de la photographie, si vous l'avez.",
        ("", ""),
    ),
    free(
        "recorded_by",
        "relevé par",
        "Who recorded it. A code is enough.",
        "Qui a fait le relevé. Un code suffit.",
        ("", ""),
    ),
    free(
        "notes",
        "remarques",
        "Anything else.",
        "Toute autre remarque.",
        ("", ""),
    ),
];

/// Everything else that is written.
pub(super) struct Form {
    pub(super) sheet: &'static str,
    pub(super) help: &'static str,
    pub(super) title: &'static str,
    pub(super) choose: &'static str,
    pub(super) number: &'static str,
    pub(super) rules: &'static [&'static str],
    pub(super) help_head: &'static [&'static str],
    pub(super) notation_head: &'static [&'static str],
    pub(super) notation: &'static [(&'static str, &'static str)],
}

pub(super) fn form(lang: Lang) -> &'static Form {
    match lang {
        Lang::English => &ENGLISH,
        Lang::French => &FRENCH,
    }
}

static ENGLISH: Form = Form {
    sheet: "Recording",
    help: "Help",
    title: "Recording sheet for marks on ammunition",
    choose: "Choose one of the list, or leave the cell empty.",
    number: "A number is expected here.",
    rules: &[
        "One row for each item, or for each group of equal items with their number. The grey row is an example; it is never counted.",
        "Write what you see, not what you think it means. What you cannot read is a question mark for each character.",
        "An empty cell means: not recorded. If you looked and nothing is stamped there, write a hyphen; if nothing is stamped at all, write blank.",
        "All cells are text, so that 05 stays 05, (10) stays (10) and 10/84 does not become a date. Paste as text only.",
        "Photograph the head of the case sharply, with a scale. Keep the original file; programs that send pictures change them.",
    ],
    help_head: &["Column", "Meaning", "Example"],
    notation_head: &["You write", "It means"],
    notation: &[
        ("(10)", "10 in a circle; [10] in a square; <10> in a triangle"),
        ("9?5", "one character that cannot be read"),
        ("9{3~8}5", "3 or 8"),
        ("..", "any number of characters that cannot be read"),
        ("11(?)", "you doubt this mark"),
        ("{star}", "a star; also ★, and {triangle}, {broad-arrow} …"),
        ("{?}", "a symbol you do not know"),
        ("-", "you looked there and nothing is stamped"),
        ("blank", "nothing is stamped at all"),
        ("no-code", "something is stamped, but no mark of a producer"),
    ],
};

static FRENCH: Form = Form {
    sheet: "Relevé",
    help: "Aide",
    title: "Feuille de relevé des marquages de munitions",
    choose: "Choisir dans la liste, ou laisser la cellule vide.",
    number: "Un nombre est attendu ici.",
    rules: &[
        "Une ligne par objet, ou par groupe d'objets identiques avec leur nombre. La ligne grise est un exemple ; elle n'est jamais comptée.",
        "Écrire ce que l'on voit, non ce que l'on croit comprendre. Un point d'interrogation pour chaque caractère illisible.",
        "Une cellule vide signifie : non relevé. Si vous avez regardé et qu'il n'y a rien, écrire un trait d'union ; si rien n'est frappé du tout, écrire blank.",
        "Toutes les cellules sont du texte : 05 reste 05, (10) reste (10) et 10/84 ne devient pas une date. Coller en texte seulement.",
        "Photographier le culot nettement, avec une échelle. Garder le fichier d'origine ; les messageries modifient les images.",
    ],
    help_head: &["Colonne", "Signification", "Exemple"],
    notation_head: &["On écrit", "Cela signifie"],
    notation: &[
        (
            "(10)",
            "10 dans un cercle ; [10] dans un carré ; <10> dans un triangle",
        ),
        ("9?5", "un caractère illisible"),
        ("9{3~8}5", "3 ou 8"),
        ("..", "un nombre inconnu de caractères illisibles"),
        ("11(?)", "vous doutez de ce marquage"),
        ("{star}", "une étoile ; aussi ★, et {triangle}, {broad-arrow} …"),
        ("{?}", "un symbole que vous ne connaissez pas"),
        ("-", "vous avez regardé là et rien n'est frappé"),
        ("blank", "rien n'est frappé du tout"),
        (
            "no-code",
            "quelque chose est frappé, mais aucune marque de producteur",
        ),
    ],
};
