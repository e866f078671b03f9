//! Where the synthetic incidents lie: the regions of Mali that the study names, round towns of these names.

/// A region.
pub(crate) struct Region {
    pub(crate) name: &'static str,
    pub(crate) town: &'static str,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    pub(crate) zone: Zone,
    /// How often, at first and at last.
    pub(crate) share: (f64, f64),
}

/// The study's two halves of the country; the north here in two, so that samples can keep to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    North,
    East,
    Centre,
}

const fn region(
    name: &'static str,
    town: &'static str,
    (latitude, longitude): (f64, f64),
    zone: Zone,
    share: (f64, f64),
) -> Region {
    Region {
        name,
        town,
        latitude,
        longitude,
        zone,
        share,
    }
}

/// All of them. Shares are made up, but for the centre's: more than half of the attacks of 2022.
pub(crate) const REGIONS: [Region; 10] = [
    region("Gao", "Gao", (16.27, -0.04), Zone::East, (20.0, 12.0)),
    region("Kidal", "Kidal", (18.44, 1.41), Zone::North, (30.0, 9.0)),
    region("Ménaka", "Ménaka", (15.92, 2.40), Zone::East, (10.0, 12.0)),
    region("Timbuktu", "Timbuktu", (16.77, -3.01), Zone::North, (25.0, 12.0)),
    region("Taoudeni", "Taoudeni", (22.67, -3.98), Zone::North, (2.0, 1.0)),
    region(
        "Bandiagara",
        "Bandiagara",
        (14.35, -3.61),
        Zone::Centre,
        (2.0, 17.0),
    ),
    region("Douentza", "Douentza", (15.00, -2.95), Zone::Centre, (4.0, 11.0)),
    region("Mopti", "Mopti", (14.49, -4.19), Zone::Centre, (5.0, 14.0)),
    region("San", "San", (13.30, -4.90), Zone::Centre, (1.0, 4.0)),
    region("Ségou", "Ségou", (13.43, -6.26), Zone::Centre, (1.0, 8.0)),
];

/// A recovery of the Egyptian sample of 2015.
pub(crate) struct Egyptian {
    pub(crate) day: (i32, u8, u8),
    pub(crate) region: &'static str,
    pub(crate) place: &'static str,
    pub(crate) at: (f64, f64),
}

const fn egyptian(day: (i32, u8, u8), region: &'static str, place: &'static str, at: (f64, f64)) -> Egyptian {
    Egyptian {
        day,
        region,
        place,
        at,
    }
}

/// Published: first on 14 September 2016 at Sofara, then in the centre and south of the Niger in Timbuktu region, north
/// of the river from 2021. Every other day and place here is made up.
pub(crate) const EGYPTIAN: [Egyptian; 20] = [
    egyptian((2016, 9, 14), "Mopti", "Sofara", (14.02, -4.24)),
    egyptian((2016, 11, 23), "Mopti", "Youwarou area", (15.37, -4.26)),
    egyptian((2017, 2, 9), "Mopti", "Ténenkou area", (14.46, -4.92)),
    egyptian((2017, 6, 18), "Bandiagara", "Bandiagara area", (14.30, -3.50)),
    egyptian((2017, 9, 30), "Mopti", "Djenné area", (13.91, -4.56)),
    egyptian((2018, 1, 25), "Douentza", "Douentza area", (15.05, -2.80)),
    egyptian((2018, 4, 22), "Bandiagara", "Bankass area", (14.07, -3.52)),
    egyptian((2018, 6, 11), "Mopti", "Konna area", (14.95, -3.89)),
    egyptian(
        (2018, 8, 4),
        "Timbuktu",
        "Gourma-Rharous area, south of the Niger",
        (16.70, -1.90),
    ),
    egyptian((2018, 11, 5), "Ségou", "Macina area", (13.96, -5.36)),
    egyptian((2019, 3, 17), "Ségou", "Niono area", (14.25, -5.99)),
    egyptian((2019, 6, 21), "Bandiagara", "Koro area", (14.07, -3.08)),
    egyptian((2019, 10, 1), "Douentza", "Boni area", (15.08, -2.22)),
    egyptian((2020, 2, 28), "Douentza", "Hombori area", (15.28, -1.70)),
    egyptian(
        (2020, 5, 12),
        "Timbuktu",
        "Bambara-Maoudé area, south of the Niger",
        (15.85, -2.78),
    ),
    egyptian((2020, 9, 9), "Ségou", "Nampala area", (15.28, -5.56)),
    egyptian(
        (2021, 4, 2),
        "Kidal",
        "Aguelhok area, north of the Niger",
        (19.46, 0.86),
    ),
    egyptian(
        (2021, 7, 19),
        "Timbuktu",
        "Ber area, north of the Niger",
        (16.84, -2.53),
    ),
    egyptian(
        (2021, 11, 11),
        "Gao",
        "Bourem area, north of the Niger",
        (17.05, -0.33),
    ),
    egyptian(
        (2022, 6, 3),
        "Kidal",
        "Kidal area, north of the Niger",
        (18.40, 1.35),
    ),
];
