//! Links between incidents by the samples they share: rare ones only, the list with the score, and chance reckoned.

use std::collections::HashMap;

use serde::Serialize;

use super::baseline::baseline;
use super::chance::Model;
use super::facts::Facts;
use super::incidents::Incidents;
use super::pairs::{Best, Judges, is_recent};
use super::said::{Analysis, Interval, Rows, Said};
use super::sample::SampleInfo;
use super::scope::Scope;

/// How links are made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkOptions {
    /// Name of the declared national stock to subtract; none for every one declared.
    pub baseline: Option<String>,
    /// Samples in more than this share of the incidents are common and link nothing.
    pub rare_share: f64,
    /// A sample recovered within so many months of its production cannot be old stock.
    pub recent_months: u32,
    /// Fewer incidents than this, and what is rare cannot be told.
    pub least_incidents: u64,
    /// Sharing as much must be less probable than this by chance; with many pairs of incidents less than one in their
    /// number, so that less than one link is expected by chance alone.
    pub chance: f64,
    /// Most links listed.
    pub most: usize,
    /// Only links by this sample.
    pub sample: Option<String>,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            baseline: None,
            rare_share: 0.10,
            recent_months: 24,
            least_incidents: 10,
            chance: 0.01,
            most: 500,
            sample: None,
        }
    }
}

/// Links between incidents.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Links {
    /// Incidents compared.
    pub incidents: u64,
    /// Samples in them that are fit for comparison.
    pub samples: u64,
    /// Items of these.
    pub items: u64,
    /// Samples too common to link.
    pub common: Vec<Common>,
    /// Samples subtracted because a national stock holds them.
    pub subtracted: Vec<Common>,
    /// Rare samples that were met in two incidents or more.
    pub rare: u64,
    /// Links, strongest first.
    pub links: Vec<Link>,
    /// How many links there are, listed or not.
    pub found: u64,
    /// The probability below which sharing is not put down to chance.
    pub limit: f64,
    /// Pairs that would share two rare samples or more, and as improbably, by chance alone.
    pub by_chance: f64,
    /// Pairs that share something rare, but too little for a link.
    pub weak: u64,
    /// The first of them, with why they are none.
    pub weak_list: Vec<Link>,
}

/// A sample that links nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Common {
    /// The sample.
    pub sample: SampleInfo,
    /// Incidents with it.
    pub incidents: u64,
    /// Its rows.
    pub rows: Rows,
}

/// Two incidents with the samples they share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The one that was recovered first.
    pub a: LinkEnd,
    /// The other.
    pub b: LinkEnd,
    /// Sum of the weights.
    pub score: f64,
    /// Probability that two incidents of this size share as many rare samples by chance.
    pub chance: f64,
    /// `several`: two rare samples or more; `one-recent`: one that cannot be old stock; `one`: one, which is no link.
    pub grade: &'static str,
    /// What they share, rarest first.
    pub shared: Vec<Shared>,
    /// Days between them.
    pub days_apart: Option<i32>,
    /// Kilometres between them.
    pub km_apart: Option<f64>,
    /// What speaks for and against.
    pub reasons: Vec<Said>,
}

/// A shared sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shared {
    /// The sample.
    pub sample: SampleInfo,
    /// Its rarity: the logarithm of all incidents over those with it.
    pub weight: f64,
    /// Incidents with it.
    pub incidents: u64,
    /// Recovered so soon after production that it cannot be old stock.
    pub recent: bool,
    /// Rows on the one side.
    pub a: Rows,
    /// Rows on the other.
    pub b: Rows,
    /// Diversion events of the same lot or sample: another way to the same sample.
    pub events: Vec<String>,
}

/// An incident at the end of a link.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LinkEnd {
    /// The incident.
    pub incident: String,
    /// When.
    pub recovered: Option<Interval>,
    /// Place.
    pub place: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Group it is ascribed to.
    pub group: Option<String>,
    /// Latitude.
    pub latitude: Option<f64>,
    /// Longitude.
    pub longitude: Option<f64>,
    /// Samples fit for comparison.
    pub samples: u64,
    /// Items.
    pub items: u64,
}

/// Pairs looked at, at most: samples in many incidents make very many. The rarest come first.
const MOST_PAIRS: usize = 2_000_000;
/// Pairs that are no link, listed.
const MOST_WEAK: usize = 50;

/// Links between incidents by rare samples.
#[must_use]
pub fn links(facts: &Facts, scope: &Scope, options: &LinkOptions) -> Analysis<Links> {
    let selection = facts.select(scope);
    let all = Incidents::of(facts, &selection.rows);
    let stock = baseline(facts, options.baseline.as_deref());
    if let Some(name) = stock.missing(options.baseline.as_deref()) {
        let mut analysis = Analysis::new("links", selection.base, Links::default());
        analysis.refuse("no-such-baseline", [("name", name)]);
        return analysis;
    }
    let compared = all.count;
    let mut out = Links {
        incidents: compared,
        samples: all.with.len() as u64,
        items: all.rows.iter().flatten().map(|r| u64::from(r.quantity)).sum(),
        ..Links::default()
    };
    let limit = ((compared as f64 * options.rare_share).floor() as usize).max(2);
    let mut rare: Vec<u32> = Vec::new();
    for (sample, with) in &all.with {
        if facts.sample(*sample).is_some_and(|s| stock.has(s)) {
            out.subtracted.extend(all.common(*sample, scope.ids));
        } else if with.len() > limit {
            out.common.extend(all.common(*sample, scope.ids));
        } else if with.len() >= 2 {
            rare.push(*sample);
        }
    }
    for list in [&mut out.common, &mut out.subtracted] {
        list.sort_by(|a, b| {
            let n = b.incidents.cmp(&a.incidents);
            n.then_with(|| a.sample.key.cmp(&b.sample.key))
        });
    }
    out.rare = rare.len() as u64;
    let mut cut = None;
    if compared >= options.least_incidents {
        rare.sort_unstable_by_key(|s| (all.with.get(s).map_or(0, Vec::len), *s));
        cut = find(&all, rare, scope, options, &mut out);
    }
    finish(
        Analysis::new("links", selection.base, out),
        &stock.names,
        options,
        cut,
    )
}

fn finish(
    mut a: Analysis<Links>,
    stock: &[String],
    options: &LinkOptions,
    cut: Option<usize>,
) -> Analysis<Links> {
    let f = &a.figures;
    let (compared, links, common) = (f.incidents, f.found, f.common.len());
    let (weak, subtracted, by_chance) = (f.weak, f.subtracted.len(), f.by_chance);
    if compared < options.least_incidents {
        let args = [
            ("incidents", compared.to_string()),
            ("least", options.least_incidents.to_string()),
        ];
        a.refuse("links-too-few-incidents", args);
        return a;
    }
    a.guard("link-is-supply-not-people", []);
    let args = [
        ("share", format!("{:.0}", options.rare_share * 100.0)),
        ("samples", common.to_string()),
    ];
    a.guard("links-common-left-out", args);
    if stock.is_empty() {
        a.guard("links-no-baseline", []);
    } else {
        let args = [("names", stock.join(", ")), ("samples", subtracted.to_string())];
        a.guard("links-baseline", args);
    }
    let args = [
        ("found", links.to_string()),
        ("chance", format!("{by_chance:.2}")),
    ];
    a.guard("links-by-chance", args);
    if weak > 0 {
        a.refuse("links-weak", [("pairs", weak.to_string())]);
    }
    if a.base.without_incident > 0 {
        a.refuse(
            "links-without-incident",
            [("rows", a.base.without_incident.to_string())],
        );
    }
    if let Some(n) = cut {
        a.refuse("links-cut", [("incidents", n.to_string())]);
    }
    a
}

/// Pairs that share something rare. Gives the number of incidents of the first sample that was left out, if any was.
fn find(
    all: &Incidents<'_>,
    rare: Vec<u32>,
    scope: &Scope,
    options: &LinkOptions,
    out: &mut Links,
) -> Option<usize> {
    // Two incidents with a sample that both have, in order: a list is a tenth of what a map of lists would take.
    let mut shared: Vec<(u32, u32, u32)> = Vec::new();
    let mut cut = None;
    let mut used = Vec::new();
    let mut recent = HashMap::new();
    for sample in rare {
        let with = all.with.get(&sample).map_or(&[][..], Vec::as_slice);
        if shared.len() + with.len() * (with.len() - 1) / 2 > MOST_PAIRS {
            cut = Some(with.len());
            break;
        }
        used.push(with.len());
        recent.insert(sample, is_recent(all, sample, options.recent_months));
        for (i, a) in with.iter().enumerate() {
            shared.extend(with.iter().skip(i + 1).map(|b| (*a, *b, sample)));
        }
    }
    shared.sort_unstable();
    let sizes: Vec<usize> = all.samples.iter().map(Vec::len).collect();
    let model = Model::new(&sizes, &used);
    let pairs_in_all = (all.count * all.count.saturating_sub(1) / 2).max(1);
    out.limit = options.chance.min(1.0 / pairs_in_all as f64);
    out.by_chance = model.expected_links(&sizes, out.limit);
    let wanted = options.sample.as_ref().and_then(|k| all.facts.find_sample(k));
    let judges = Judges {
        all,
        model: &model,
        limit: out.limit,
        recent: &recent,
    };
    let (mut links, mut weak) = (Best::new(options.most), Best::new(MOST_WEAK));
    for pair in shared.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
        if options.sample.is_none() || pair.iter().any(|s| Some(s.2) == wanted) {
            let judged = judges.judge(pair);
            if judged.links() {
                links.add(judged);
            } else {
                weak.add(judged);
            }
        }
    }
    (out.found, out.weak) = (links.count, weak.count);
    let list = |best: Best<'_>| {
        best.done()
            .iter()
            .map(|j| j.write(&judges, scope))
            .collect::<Vec<_>>()
    };
    out.links = list(links);
    out.weak_list = list(weak);
    cut
}
