//! Links between incidents by the samples they share: rare ones only, the list with the score, and chance reckoned.

use std::collections::HashMap;

use serde::Serialize;

use super::baseline::baseline;
use super::chance::Model;
use super::facts::Facts;
use super::incidents::Incidents;
use super::said::{Analysis, Date, Interval, Rows, Said, said};
use super::sample::{SampleInfo, rows_of};
use super::scope::Scope;
use super::unit::kilometres;

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
            if judged.why_not.is_none() {
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

/// Why a pair is no link.
#[derive(Clone, Copy)]
enum WhyNot {
    SameSeizure,
    OneSample,
    Chance,
}

/// A pair, weighed.
struct Judged<'s> {
    /// Both incidents with each sample they share.
    pair: &'s [(u32, u32, u32)],
    score: f64,
    grade: &'static str,
    why_not: Option<WhyNot>,
}

/// The best of many pairs, and how many there were.
struct Best<'s> {
    list: Vec<Judged<'s>>,
    most: usize,
    count: u64,
}

impl<'s> Best<'s> {
    fn new(most: usize) -> Self {
        Self {
            list: Vec::new(),
            most,
            count: 0,
        }
    }

    fn add(&mut self, judged: Judged<'s>) {
        self.count += 1;
        self.list.push(judged);
        if self.list.len() > 4 * self.most + 1000 {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.list.sort_by(|x, y| {
            let by = y.score.total_cmp(&x.score);
            by.then_with(|| x.pair.cmp(y.pair))
        });
        self.list.truncate(self.most);
    }

    fn done(mut self) -> Vec<Judged<'s>> {
        self.sort();
        self.list
    }
}

/// What pairs are weighed with.
struct Judges<'j, 'f> {
    all: &'j Incidents<'f>,
    model: &'j Model,
    limit: f64,
    recent: &'j HashMap<u32, bool>,
}

impl Judges<'_, '_> {
    fn is_recent(&self, sample: u32) -> bool {
        self.recent.get(&sample).copied().unwrap_or(false)
    }

    fn chance(&self, pair: &[(u32, u32, u32)]) -> f64 {
        let size = |i: u32| self.all.samples.get(i as usize).map_or(0, Vec::len);
        let (a, b) = ends(pair);
        self.model.chance(size(a), size(b), pair.len())
    }

    fn judge<'s>(&self, pair: &'s [(u32, u32, u32)]) -> Judged<'s> {
        let (a, b) = ends(pair);
        let new = pair.iter().any(|s| self.is_recent(s.2));
        let grade = match (pair.len(), new) {
            (1, false) => "one",
            (1, true) => "one-recent",
            _ => "several",
        };
        let why_not = if same_seizure(self.all, a, b) {
            Some(WhyNot::SameSeizure)
        } else if grade == "one" {
            Some(WhyNot::OneSample)
        } else if grade == "several" && !new && self.chance(pair) > self.limit {
            Some(WhyNot::Chance)
        } else {
            None
        };
        Judged {
            score: pair.iter().map(|s| self.all.weight(s.2)).sum(),
            pair,
            grade,
            why_not,
        }
    }
}

/// The incidents of a pair.
fn ends(pair: &[(u32, u32, u32)]) -> (u32, u32) {
    pair.first().map_or((0, 0), |p| (p.0, p.1))
}

/// Two incidents of one day and place, from different files: perhaps one, recorded twice.
fn same_seizure(all: &Incidents<'_>, a: u32, b: u32) -> bool {
    let first = |i: u32| all.rows.get(i as usize).and_then(|r| r.first()).copied();
    let Some((a, b)) = first(a).zip(first(b)) else {
        return false;
    };
    a.source != b.source && a.place == b.place && a.recovered.is_some() && a.recovered == b.recovered
}

/// First recovered within some months of production, whenever in its year it was made.
fn is_recent(all: &Incidents<'_>, sample: u32, months: u32) -> bool {
    // The year stands though the producer may not: who made it does not matter to how old it was.
    let Some(info) = all.facts.sample(sample).filter(|s| s.year.is_some()) else {
        return false;
    };
    let rows = all.by_sample.get(sample as usize).map_or(&[][..], Vec::as_slice);
    let first = rows.iter().filter_map(|r| r.recovered.map(|s| s.to)).min();
    info.made.zip(first).is_some_and(|(made, first)| {
        let days = i64::from(first.0) - i64::from(made.from.0.0);
        (0..=i64::from(months) * 365 / 12).contains(&days)
    })
}

impl Judged<'_> {
    fn write(&self, judges: &Judges<'_, '_>, scope: &Scope) -> Link {
        let all = judges.all;
        let (mut a, mut b) = ends(self.pair);
        let (mut ea, mut eb) = (all.end(a), all.end(b));
        let day = |e: &LinkEnd| e.recovered.map(|r| r.from);
        if (day(&eb), &eb.incident) < (day(&ea), &ea.incident) {
            (ea, eb, a, b) = (eb, ea, b, a);
        }
        let chance = judges.chance(self.pair);
        let mut shared: Vec<Shared> = self
            .pair
            .iter()
            .filter_map(|(_, _, s)| {
                Some(Shared {
                    sample: all.facts.sample(*s)?.clone(),
                    weight: all.weight(*s),
                    incidents: all.with.get(s).map_or(0, Vec::len) as u64,
                    recent: judges.is_recent(*s),
                    a: rows_of(&all.rows_with(a, *s), scope.ids),
                    b: rows_of(&all.rows_with(b, *s), scope.ids),
                    events: events_of(all, &[a, b], *s),
                })
            })
            .collect();
        shared.sort_by(|x, y| {
            let by = y.weight.total_cmp(&x.weight);
            by.then_with(|| x.sample.key.cmp(&y.sample.key))
        });
        let mut reasons: Vec<Said> = Vec::new();
        let percent = [("percent", format!("{:.2}", chance * 100.0))];
        reasons.push(match self.why_not {
            Some(WhyNot::SameSeizure) => said("link-same-seizure", []),
            Some(WhyNot::OneSample) => said("link-one-sample", []),
            Some(WhyNot::Chance) => said("link-may-be-chance", percent),
            None if self.grade == "several" => said("link-several", [("samples", shared.len().to_string())]),
            None => said("link-one-recent", []),
        });
        if shared.iter().any(|s| !s.events.is_empty()) {
            reasons.push(said("link-known-event", []));
        }
        let days = |e: &LinkEnd| e.recovered.map(|r: Interval| -> Date { r.from });
        let at = |e: &LinkEnd| e.latitude.zip(e.longitude);
        Link {
            days_apart: days(&ea).zip(days(&eb)).map(|(x, y)| (y.0.0 - x.0.0).abs()),
            km_apart: at(&ea).zip(at(&eb)).map(|(x, y)| kilometres(x, y)),
            a: ea,
            b: eb,
            score: (self.score * 1000.0).round() / 1000.0,
            chance,
            grade: self.grade,
            shared,
            reasons,
        }
    }
}

/// Diversion events of the same lot or sample that rows of the sample may be compared with.
fn events_of(all: &Incidents<'_>, incidents: &[u32], sample: u32) -> Vec<String> {
    let mut ids: Vec<String> = incidents
        .iter()
        .flat_map(|i| all.rows_with(*i, sample))
        .filter_map(|r| all.facts.events.get(r.events as usize))
        .flatten()
        .filter(|e| matches!(e.relation.as_str(), "same-lot" | "same-sample") && e.strength == "lead")
        .map(|e| e.id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}
