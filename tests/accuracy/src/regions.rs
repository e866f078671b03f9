//! States grouped like continents, only to show where the tool is weaker.

/// Regions and the states of today in each.
const REGIONS: &[(&str, &str)] = &[
    (
        "Africa south of the Sahara",
        "AO BF BI BJ BW CD CF CG CI CM DJ ER ET GA GH GM GN GQ KE LR LS MG ML MR MW MZ NA NE NG RW SD SL SN SO SS SZ TD TG TZ UG ZA ZM ZW",
    ),
    (
        "Middle East and North Africa",
        "AE BH CY DZ EG EH IL IQ IR JO KW LB LY MA OM PS QA SA SY TN TR YE",
    ),
    ("North America", "CA US"),
    (
        "Latin America and the Caribbean",
        "AR BB BO BR BS BZ CL CO CR CU DO EC GT GY HN HT JM MX NI PA PE PR PY SV TT UY VE",
    ),
    (
        "East and South-East Asia",
        "BN CN ID JP KH KP KR LA MM MN MY PH SG TH TL TW VN",
    ),
    ("South and Central Asia", "AF BD BT IN KG KZ LK MV NP PK TJ TM UZ"),
    ("Oceania", "AU FJ NZ PG"),
    (
        "Former Soviet states in Europe and the Caucasus",
        "AM AZ BY EE GE LT LV MD RU UA",
    ),
    (
        "Central and South-East Europe",
        "AL BA BG CZ GR HR HU ME MK PL RO RS SI SK XK",
    ),
    (
        "Western and Northern Europe",
        "AD AT BE CH DE DK ES FI FR GB IE IS IT LI LU MC MT NL NO PT SE SM",
    ),
];

/// The region of a state of today.
#[must_use]
pub fn region(state: &str) -> &'static str {
    REGIONS
        .iter()
        .find(|(_, states)| states.split(' ').any(|s| s == state))
        .map_or("elsewhere", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_stands_in_one_region() {
        let mut all: Vec<&str> = REGIONS.iter().flat_map(|(_, s)| s.split(' ')).collect();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
        assert_eq!(region("RU"), "Former Soviet states in Europe and the Caucasus");
    }
}
