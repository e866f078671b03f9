//! Africa south of the Sahara, Latin America, Asia and the Pacific: what the tables decide alone or with the clues of
//! this plugin, and where they refuse. Each verdict is reviewed; a new row of the tables may change one for the better.

use headstamp_plugin_kit::{first, verdicts, weighed};

use crate::read;

#[test]
fn collisions() {
    insta::assert_snapshot!(verdicts(
        "brazil-lot",
        read,
        &[
            // CAC: Auckland or Footscray.
            ("case", ".303", "CAC 43 VII"),
            ("case", ".303", "CAC 15 VII"),
            ("case", ".303", "{arrow}CAC{arrow} 19"),
            ("case", ".270 Win", "CAC * 270 * NZFS *"),
            // U: Pretoria with a year, an American rimfire maker without.
            ("case", ".303", "U44 VII"),
            ("case", ".22 LR", "U"),
            // SF: no mark of either country is sure enough to settle it.
            ("case", "7.65x53", "SF 7,65 61"),
            // FNM: Mexico or Portugal.
            ("case", "7.62x51", "FNM 72"),
            // FM: the Argentine group.
            ("case", "7.62x51", "FM 72"),
            // FAME and FAMAE, and the one that cannot be told.
            ("case", "9x19", "FAME 9MM 94"),
            ("case", "9x19", "FAMAE 9MM 94"),
            ("case", "9x19", "FAM?E 9MM 94"),
            // IM is not IMI, IMG or IVI.
            ("case", "5.56x45", "IM 5.56 04"),
            ("case", "5.56x45", "IMI 04"),
            ("case", "5.56x45", "IVI 04"),
            // RA and RTA.
            ("case", "7.62x51", "RA 63"),
            ("case", "5.56x45", "RTA 38"),
            // FA and MF.
            ("case", ".30-06", "FA 42"),
            ("case", ".303", "MF 42 VII"),
            // PMC, ARMSCOR: names.
            ("case", ".223", "PMC 223 REM"),
            ("case", "9x19", "ARMSCOR 9MM"),
            // 13 and 22: never alone.
            ("case", "7.62x51", "13 80"),
            ("case", "7.62x51", "22 80"),
        ],
    ));
}

#[test]
fn documented_cases() {
    insta::assert_snapshot!(verdicts(
        "brazil-lot",
        read,
        &[
            ("case", "9x19", "UZZ18"),
            ("case", "", "BNT84"),
            ("case", "", "BIZ91"),
            ("case", "", "AAY68"),
            ("case", "", "BAY18"),
            ("case", "5.56x45", "PIN 5.56"),
            ("case", ".303", "U44 VII"),
            ("case", ".303", "K35 VII"),
            ("case", "5.56x45", "WCC-06"),
            ("case", ".223", "AGUILA .223"),
            ("case", "7.62x39", "ZW"),
            ("case", "9x19", "CAVIM"),
            ("case", ".270 Win", "CAC * 270 * NZFS *"),
        ],
    ));
}

#[test]
fn examples_and_traps() {
    insta::assert_snapshot!(verdicts(
        "brazil-lot",
        read,
        &[
            ("case", "7.62x51", "CBC 7.62 75"),
            ("case", "7.62x51", "KOFC 02 7.62"),
            ("case", "7.62x39", "KOFC 7.62x39 05"),
            ("case", "7.62x51", "KOFC 82"),
            ("case", "7.62x51", "OFN 78 7.62"),
            ("case", "7.62x51", "OFN 62"),
            ("case", "12 gauge", "MACC 12"),
            ("case", "12 gauge", "12 * 12 *"),
            ("case", ".308", "PMP 308 WIN"),
            ("case", "7.62x51", "R1M1 82"),
            ("case", "7.62x51", "A80"),
            ("case", "7x57", "FR 44"),
            ("case", "7x57", "FR 35"),
            ("case", "7.62x51", "FR 82"),
            ("case", "9x19", "SF 9 mm 61"),
            ("case", "7.65x17", "SF 7,65 41"),
            ("case", "7.62x51", "FMSB 77"),
            ("case", ".38 Special", "INDUMIL 38 SPL"),
            ("case", "9x19", "CAVIM 9MM OP-35"),
            ("case", "9x19", "CAVIM 9MM OP 35"),
            ("crate", "", "INDUMIL 06001234"),
            ("case", "", "5.60.3"),
            ("case", "7.62x51", "J-AO 68"),
            ("case", "7.62x51", "J-AO 45"),
            ("case", "5.56x45", "PS 76"),
            ("case", "7.62x63", "KA 4288"),
            ("case", "5.56x45", "RTA 15"),
            ("case", "5.56x45", "RPA 84"),
            ("case", "5.56x45", "RPA 49"),
            ("case", "5.56x45", "CIS 85 5.56"),
            ("case", "5.56x45", "CIS 60"),
        ],
    ));
}

/// The lot is of 2006, and its case is not dated by it.
#[test]
fn the_digits_of_a_lot_date_no_case() {
    for marking in ["CBC 9MM UZZ18", "CBC 9MM UZZ-18", "CBC 9MM UZZ 18"] {
        let answer = weighed("brazil-lot", read, ("case", "9x19", marking));
        assert!(first(&answer).starts_with("br-cbc BR"), "{marking}");
        assert_eq!(
            (answer.status.as_str(), answer.sample.year),
            ("identified", None),
            "{marking}"
        );
        assert!(
            answer
                .decoded
                .iter()
                .any(|decoded| decoded.field == "lot" && decoded.value == "UZZ18")
        );
    }
}
