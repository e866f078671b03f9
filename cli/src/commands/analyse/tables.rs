//! Which figures of an analysis stand in a table, and where in the JSON they are.

/// A table: its name, the list it is made of, and its columns with the place of their value in an element.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) list: &'static str,
    pub(super) columns: &'static [(&'static str, &'static str)],
}

const fn table(
    name: &'static str,
    list: &'static str,
    columns: &'static [(&'static str, &'static str)],
) -> Table {
    Table { name, list, columns }
}

const ITEMS: (&str, &str) = ("items", "/rows/items");
const ROWS: (&str, &str) = ("rows", "/rows/rows");
const RECORDS: (&str, &str) = ("records", "/rows/ids");
const SAMPLE: (&str, &str) = ("sample", "/sample/key");
const PRODUCER: (&str, &str) = ("producer", "/sample/producer_name");
const STATE: (&str, &str) = ("state", "/sample/state");
const INCIDENTS: (&str, &str) = ("incidents", "/incidents");

const SAMPLES: &[Table] = &[
    table(
        "samples",
        "/list",
        &[
            SAMPLE,
            PRODUCER,
            STATE,
            ("year", "/sample/year"),
            ITEMS,
            ROWS,
            INCIDENTS,
            ("first", "/first"),
            ("last", "/last"),
            ("by_others", "/others/items"),
            RECORDS,
        ],
    ),
    table(
        "status",
        "/by_status",
        &[("status", "/what"), ITEMS, ROWS, RECORDS],
    ),
];
const PRODUCERS: &[Table] = &[
    table(
        "states",
        "/states",
        &[
            ("state", "/state"),
            ("samples", "/samples"),
            ("producers", "/producers"),
            ITEMS,
            ROWS,
            ("first_year", "/first_year"),
            ("last_year", "/last_year"),
            RECORDS,
        ],
    ),
    table(
        "decades",
        "/decades",
        &[
            ("decade", "/decade"),
            ("samples", "/samples"),
            ITEMS,
            ROWS,
            RECORDS,
        ],
    ),
    table(
        "cells",
        "/cells",
        &[
            ("state", "/state"),
            ("decade", "/decade"),
            ("samples", "/samples"),
            ITEMS,
            ROWS,
            RECORDS,
        ],
    ),
    table(
        "producers",
        "/producers",
        &[
            ("producer", "/producer"),
            ("name", "/name"),
            ("country", "/country"),
            ("state", "/state"),
            ("samples", "/samples"),
            ITEMS,
            ROWS,
            RECORDS,
        ],
    ),
];
const FIRST: &[Table] = &[table(
    "first",
    "/list",
    &[
        ("first", "/first"),
        SAMPLE,
        ("region", "/region"),
        ("place", "/place"),
        ("incident", "/incident"),
        ITEMS,
        ("examined_before", "/before/items"),
        ("same_calibre", "/before/same_calibre"),
        ("may_be_missed", "/before/could_be_missed"),
        ("little_search", "/little_search"),
        ("last", "/last"),
        ("life_days", "/life_days"),
        RECORDS,
    ],
)];
const ALERTS: &[Table] = &[table(
    "alerts",
    "/list",
    &[
        ("alert", "/kind"),
        ("value", "/value"),
        ("until_then", "/previous"),
        ("doubt", "/doubt"),
        ITEMS,
        ROWS,
        ("first", "/first"),
        ("place", "/place"),
        ("incident", "/incident"),
        ("examined_before", "/before/items"),
        RECORDS,
    ],
)];
const CUTOFF: &[Table] = &[table(
    "cutoff",
    "/list",
    &[
        ("verdict", "/verdict"),
        SAMPLE,
        PRODUCER,
        STATE,
        ("made", "/made"),
        ITEMS,
        ROWS,
        ("first", "/first"),
        RECORDS,
    ],
)];
const LAG: &[Table] = &[
    table(
        "lag",
        "/list",
        &[
            ("least_days", "/least"),
            ("most_days", "/most"),
            SAMPLE,
            ("made", "/made"),
            ("recovered", "/recovered"),
            ("place", "/place"),
            ("incident", "/incident"),
            ITEMS,
            ROWS,
            RECORDS,
        ],
    ),
    table(
        "within",
        "/within",
        &[
            ("months", "/months"),
            ("surely_samples", "/surely/samples"),
            ("surely_items", "/surely/rows/items"),
            ("possibly_samples", "/possibly/samples"),
            ("possibly_items", "/possibly/rows/items"),
            ("records", "/surely/rows/ids"),
        ],
    ),
];
const SPREAD: &[Table] = &[
    table(
        "spread",
        "/units",
        &[
            ("where", "/name"),
            ("first", "/first"),
            ("days", "/days_from_first"),
            ("km", "/km_from_first"),
            ITEMS,
            ROWS,
            INCIDENTS,
            ("examined_before", "/searched_before"),
            ("searched_since", "/searched_first"),
            ("recoveries_without", "/recoveries_without"),
            ("chance", "/missed_by_chance"),
            RECORDS,
        ],
    ),
    table(
        "points",
        "/points",
        &[
            ("latitude", "/latitude"),
            ("longitude", "/longitude"),
            ("place", "/place"),
            ("first", "/first"),
            ITEMS,
            ROWS,
            RECORDS,
        ],
    ),
];
const CANDIDATES: &[Table] = &[table(
    "candidates",
    "/candidates",
    &[("sample", "/sample"), ("late_in", "/late_in")],
)];
const MARKER: &[(&str, &str)] = &[
    SAMPLE,
    ("by", "/by"),
    ("with", "/with"),
    ("from", "/from"),
    ("until", "/until"),
    ITEMS,
    ROWS,
    ("recoveries", "/recoveries"),
    ("examined_elsewhere", "/elsewhere_searched"),
    ("chance", "/chance"),
    ("by_others", "/others/items"),
    ("then_seen", "/seen_elsewhere/with"),
    ("on", "/seen_elsewhere/first"),
    RECORDS,
];
const SPECIFIC: &[Table] = &[
    table("holding", "/holding", MARKER),
    table("expired", "/expired", MARKER),
    table(
        "declared",
        "/declared",
        &[
            ("name", "/name"),
            ("sample", "/sample"),
            ("with", "/with"),
            ("from", "/from"),
            ("until", "/until"),
            ("expires", "/expires"),
            ("holds", "/holds"),
            ITEMS,
            ("then_seen", "/seen_elsewhere/with"),
            ("on", "/seen_elsewhere/first"),
            RECORDS,
        ],
    ),
];
const LINK: &[(&str, &str)] = &[
    ("a", "/a/incident"),
    ("on", "/a/recovered/from"),
    ("in", "/a/place"),
    ("b", "/b/incident"),
    ("b_on", "/b/recovered/from"),
    ("b_in", "/b/place"),
    ("grade", "/grade"),
    ("score", "/score"),
    ("chance", "/chance"),
    ("km", "/km_apart"),
    ("days", "/days_apart"),
    ("samples_a", "/a/samples"),
    ("items_a", "/a/items"),
    ("samples_b", "/b/samples"),
    ("items_b", "/b/items"),
    ("shared", "/shared"),
    ("records", "/shared//ids"),
];
const COMMON: &[(&str, &str)] = &[SAMPLE, INCIDENTS, ITEMS, ROWS, RECORDS];
const LINKS: &[Table] = &[
    table("links", "/links", LINK),
    table("weak", "/weak_list", LINK),
    table("common", "/common", COMMON),
    table("subtracted", "/subtracted", COMMON),
];
const GROUPS: &[Table] = &[
    table(
        "pairs",
        "/pairs",
        &[
            ("a", "/a"),
            ("b", "/b"),
            ("jaccard", "/jaccard"),
            ("bray_curtis", "/bray_curtis"),
            ("shared_samples", "/shared_samples"),
            ("only_a", "/only_a"),
            ("only_b", "/only_b"),
            ("subtracted", "/subtracted"),
            ("shared", "/shared"),
            ("records", "/shared//ids"),
        ],
    ),
    table(
        "groups",
        "/groups",
        &[
            ("group", "/group"),
            ("samples", "/samples"),
            ITEMS,
            ROWS,
            INCIDENTS,
            RECORDS,
        ],
    ),
];
const SUPPLY: &[Table] = &[
    table(
        "periods",
        "/periods",
        &[
            ("from", "/from"),
            ("until", "/until"),
            ("samples", "/samples"),
            ("shared_samples", "/shared_samples"),
            ("share_samples", "/share_samples"),
            ITEMS,
            ROWS,
            ("shared_items", "/shared/items"),
            ("share_items", "/share_items"),
            INCIDENTS,
            ("places", "/places"),
            ("records", "/shared/ids"),
        ],
    ),
    table(
        "samples",
        "/list",
        &[("level", "/level"), SAMPLE, PRODUCER, STATE, ITEMS, ROWS, RECORDS],
    ),
];
const EVENTS: &[Table] = &[table(
    "events",
    "/list",
    &[
        ("event", "/event"),
        ("relation", "/relation"),
        ("strength", "/strength"),
        ("samples", "/sample_count"),
        ITEMS,
        ROWS,
        ("first", "/first"),
        RECORDS,
    ],
)];
const PACKAGES: &[Table] = &[
    table(
        "ties",
        "/ties",
        &[
            ("level", "/level"),
            SAMPLE,
            ("lot", "/lot"),
            ("package", "/package"),
            ("crates_at", "/package_places"),
            ("items_at", "/item_places"),
            ("items", "/item_rows/items"),
            ("crates", "/package_rows/ids"),
            ("records", "/item_rows/ids"),
        ],
    ),
    table(
        "packages",
        "/packages",
        &[
            ("package", "/package"),
            ITEMS,
            ROWS,
            INCIDENTS,
            ("places", "/places"),
            ("samples", "/samples"),
            ("first", "/first"),
            ("last", "/last"),
            RECORDS,
        ],
    ),
];
const QUALITY: &[Table] = &[
    table(
        "concerns",
        "/list",
        &[("concern", "/kind"), ("about", "/about"), ITEMS, ROWS, RECORDS],
    ),
    table(
        "warnings",
        "/warnings",
        &[
            ("column", "/column"),
            ("reason", "/reason"),
            ("rows", "/count"),
            ("records", "/ids"),
        ],
    ),
];

/// The tables of an analysis, by the name in its result.
pub(super) fn of(analysis: &str) -> &'static [Table] {
    match analysis {
        "samples" => SAMPLES,
        "producers" => PRODUCERS,
        "first-recorded" => FIRST,
        "alerts" => ALERTS,
        "cutoff" => CUTOFF,
        "lag" => LAG,
        "spread" => SPREAD,
        "spread-candidates" => CANDIDATES,
        "specific" => SPECIFIC,
        "links" => LINKS,
        "groups" => GROUPS,
        "supply" => SUPPLY,
        "events" => EVENTS,
        "packages" => PACKAGES,
        "quality" => QUALITY,
        _ => &[],
    }
}
