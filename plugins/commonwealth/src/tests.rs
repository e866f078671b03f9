//! What the plugin says of documented markings and of what looks like them.

use headstamp_plugin_kit::{item, of_calibre, of_kind, page, verdicts};

use crate::read;

#[test]
fn worked_examples() {
    insta::assert_snapshot!(page(
        read,
        &[
            ("case", ".303", "RG 1943 G II"),
            ("case", ".303", "K 42 B VI"),
            ("case", ".303", "B 17 VIIG"),
            ("case", ".303", "K 41 VII.P"),
            ("case", ".303", "RG 55 G6Z"),
            ("case", ".303", "MF 42 O VI"),
            ("case", ".303", "RG 44 W I"),
            ("case", ".303", "K 41 D VI"),
            ("case", ".38/200", "K 44 IIZ"),
            ("case", "7.62x51", "RG 89 L7A1"),
            ("case", "9x19", "RG 57 L11A1"),
            ("case", "7.62x51", "R4M1 84"),
            ("case", ".303", "K 05 VI"),
            ("case", ".303", "DC 05"),
            ("case", ".303", "RL 1899 IV"),
            ("case", ".303", "{arrow}SAAF{arrow} 8 24"),
            ("case", ".303", "DI 43 Z"),
            ("case", ".303", "DI Z 1944"),
            ("case", ".303", "PK 65"),
            ("case", ".303", "U44 {diamond} VII"),
            ("case", ".303", "G17F1 VII"),
            ("case", ".303", "G18F3 VII"),
        ],
    ));
}

#[test]
fn traps_of_which_nothing_is_said() {
    for marking in [
        // What the tables say alone.
        "K 18 VII",
        "KN 1917 VII",
        "RG 56 7",
        "BE 1941 VIIz",
        "RL 17 VIIW",
        "K 43 VII",
        "K35 VII",
        "U44 VII",
        "R{broad-arrow}L 90",
        "R{broad-arrow}L II",
        "R{broad-arrow}L 1",
        "RG 74 L2A2 (+)",
        "RORG 90 (+)",
        "HN 43 9M/M",
        "DI 43 9M/M",
        "DI 43 VII",
        "G 17 F 1 VII",
        "G15F1 VII",
        "G17F2 VII",
        "K2 42 VII",
        "POF 9MM 2Z 67",
        "KF 7.65",
        "OFV 91 7.62",
        "D A {c-broad-arrow} 19 16",
        "CAC 43 VII",
        "MF 8 38 VII",
        "R1M1 82",
        // In first place, wherever the record begins, the letter is the maker.
        "B 17 VII",
        "17 B VII",
        "VII B 17",
        "W 17 VII",
        "B VII",
        "G II",
        // Numbers and letters of others.
        "K 42 B 6",
        "RG 1943 G 2",
        "K 42 X VI",
        "K 42 B",
        "(G) II RG 43",
        "K L2 43",
        "RG L2A 43",
        "RG LA1 43",
        "R2M1 80",
        // Of 1924 the lot of March, and a record without a month.
        "{arrow}SAAF{arrow} 3 24",
        "{arrow}SAAF{arrow} 24",
        "{arrow}SAAF{arrow} 8 22",
        // Before 1943 the maker stamped the Mark.
        "DI 42 Z",
        "DI 43",
        "PK",
        "PK 65",
        "13 80",
        "22 80",
        "A80",
    ] {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    for (calibre, marking) in [
        (".303", "K 08 VI"),
        (".303", "KN 1917 VII"),
        ("9x19", "PK 65"),
        ("7.92x57", "P 42 G II"),
        ("7.62x39", "VIIG 43 K"),
    ] {
        assert_eq!(read(&of_calibre(calibre, marking)), [], "{marking}");
    }
    // The Powder Mark I of Woolwich was dated; only of Canada such a year is not known.
    for marking in ["R{broad-arrow}L 90", "R{broad-arrow}L 91"] {
        let clues = read(&of_calibre(".303", marking));
        assert!(
            clues.iter().all(|clue| clue.states == ["CA"]),
            "{marking}: {clues:?}"
        );
    }
    for kind in ["weapon", "crate", "mortar-round"] {
        assert_eq!(read(&of_kind(kind, "RG 1943 G II")), [], "{kind}");
    }
}

/// Examples, collisions and traps that the tables decide alone or with the clues.
#[test]
fn whole_answers() {
    insta::assert_snapshot!(verdicts(
        "commonwealth",
        read,
        &[
            ("case", ".303", "KN 1917 VII"),
            ("case", ".303", "K 43 VII"),
            ("case", ".303", "K 18"),
            ("case", ".303", "R{broad-arrow}L 90"),
            ("case", ".303", "R{broad-arrow}L II"),
            ("case", ".303", "R{broad-arrow}L 2"),
            ("case", ".303", "RG 56 7"),
            ("case", ".303", "BE 1941 VIIz"),
            ("case", ".303", "RG 1943 G II"),
            ("case", ".303", "K 42 B VI"),
            ("case", ".303", "RL 17 VIIW"),
            ("case", ".303", "B 17 VII"),
            ("case", ".303", "G 17 F 1 VII"),
            ("case", ".303", "G 18 F 3 VII"),
            ("case", ".303", "G18F3 VII"),
            ("case", "7.62x51", "RG 74 L2A2 (+)"),
            ("case", "7.62x51", "RG 89 L7A1"),
            ("case", "5.56x45", "RORG 90 (+)"),
            ("case", "5.56x45", "RG 09"),
            ("case", "9x19", "HN 43 9M/M"),
            ("case", ".303", "K2 42 VII"),
            ("case", ".303", "D A {c-broad-arrow} 19 16"),
            ("case", ".303", "DI 43 Z"),
            ("case", ".303", "DI Z 1944"),
            ("case", ".303", "DC 05"),
            ("case", "5.56x45", "IVI 95"),
            ("case", ".303", "U44 VII"),
            ("case", ".303", "K35 VII"),
            ("case", ".303", "MF 8 38 VII"),
            ("case", ".303", "MF 38 VII"),
            ("case", ".303", "MQ 43 VII"),
            ("case", ".303", "MF 10 12"),
            ("case", ".303", "MW 47"),
            ("case", ".303", "{arrow}SAAF{arrow} 3 24"),
            ("case", ".303", "{arrow}SAAF{arrow} 8 24"),
            ("case", ".303", "CAC 43 VII"),
            ("case", ".303", "K{broad-arrow}F 43 VII"),
            ("case", "7.65x17", "KF 7.65"),
            ("case", "7.62x51", "OFV 91 7.62"),
            ("case", "7.62x51", "POF 81 7.62"),
            ("case", "9x19", "POF 9MM 2Z 67"),
            ("case", "7.62x51", "POF 49"),
            ("case", ".303", "PK 65"),
            ("case", "7.62x51", "BOF 05"),
            ("case", "7.5x55", "DA 4.60"),
        ],
    ));
}
