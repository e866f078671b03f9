//! Made-up marks and what recorders make of them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use headstamp_core::glyph::turned;
use headstamp_core::tables::{Builder, Tables};

pub(crate) const KINDS: &[&str] = &["1-2 digits", "3-4 digits", "1-4 letters", "mixed", "names"];
/// Kinds of noise.
pub(crate) const NOISES: &[&str] = &[
    "exact",
    "confusion",
    "one edit",
    "two edits",
    "one ?",
    "two ?",
    "turned",
];
/// Of a hundred queries.
const SHARES: &[usize] = &[30, 15, 20, 10, 12, 5, 8];
/// Pairs that people confuse, kept apart from the table that is measured.
const CONFUSED: &[&str] = &[
    "0O", "0D", "OQ", "OD", "1I", "1L", "17", "2Z", "5S", "56", "6G", "68", "8B", "38", "CG", "MW", "EF",
    "UV", "VY", "PR", "PF", "HN", "KX", "KR", "TI", "NM", "4A", "CO",
];

pub(crate) struct Query {
    pub(crate) text: String,
    /// The mark that was meant.
    pub(crate) truth: String,
    pub(crate) kind: usize,
    pub(crate) noise: &'static str,
}

/// Marks of one number.
pub(crate) struct Size {
    pub(crate) names: Vec<String>,
    bytes: Vec<u8>,
}

impl Size {
    pub(crate) fn tables(&self) -> Tables<'_> {
        Tables::open(&self.bytes).unwrap()
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) >> 33) as usize % n
    }

    fn of(&mut self, signs: &str) -> char {
        signs.as_bytes()[self.below(signs.len())] as char
    }
}

/// Letters as often as marks have them.
const LETTERS: &str = "AAAAABBBCCCCDDEEEEFFGGHHIIIJKKLLLLMMMNNNNOOOPPPQRRRRRSSSSSTTTTTUUUVVWWXYZ";
const SIGNS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Marks of all sizes: a smaller size is the beginning of a larger one.
pub(crate) struct World {
    marks: Vec<(String, usize)>,
    smallest: usize,
}

impl World {
    pub(crate) fn new(most: usize) -> Self {
        let mut random = Random(1);
        let mut seen = BTreeSet::new();
        let mut marks = Vec::new();
        // Short kinds run out: what they lack becomes names, as in growing tables.
        while marks.len() < most {
            let kind = match random.below(100) {
                0..8 => 0,
                8..33 => 1,
                33..58 => 2,
                58..75 => 3,
                _ => 4,
            };
            let mark = made_up(kind, &mut random);
            if seen.insert(mark.clone()) {
                marks.push((mark, kind));
            }
        }
        Self {
            marks,
            smallest: 1_000,
        }
    }

    pub(crate) fn size(&self, marks: usize) -> Size {
        let mut names: Vec<String> = self.marks[..marks].iter().map(|(m, _)| m.clone()).collect();
        // Sorted, as the keys of the tables: of equals all list the same ones first.
        names.sort();
        let bytes = compile(&names);
        Size { names, bytes }
    }

    /// Of each kind of mark the same number, of each kind of noise its share.
    pub(crate) fn queries(&self, count: usize) -> Vec<Query> {
        let mut random = Random(2);
        let by_kind: Vec<Vec<&str>> = (0..KINDS.len())
            .map(|k| {
                self.marks[..self.smallest]
                    .iter()
                    .filter(|m| m.1 == k)
                    .map(|m| m.0.as_str())
                    .collect()
            })
            .collect();
        let mut out = Vec::new();
        while out.len() < count {
            let mut share = random.below(100);
            let noise = SHARES
                .iter()
                .position(|s| {
                    let here = share < *s;
                    share = share.wrapping_sub(*s);
                    here
                })
                .unwrap();
            let kind = random.below(KINDS.len());
            let clean = by_kind[kind][random.below(by_kind[kind].len())];
            if let Some(text) = spoilt(clean, NOISES[noise], &mut random) {
                out.push(Query {
                    text,
                    truth: clean.to_owned(),
                    kind,
                    noise: NOISES[noise],
                });
            }
        }
        out
    }
}

fn made_up(kind: usize, random: &mut Random) -> String {
    let take =
        |n: usize, from: &str, random: &mut Random| (0..n).map(|_| random.of(from)).collect::<String>();
    match kind {
        0 => take(1 + usize::from(random.below(8) > 0), "0123456789", random),
        1 => take(3 + random.below(2), "0123456789", random),
        2 => {
            let n = [1, 2, 2, 3, 3, 3, 3, 4, 4][random.below(9)];
            take(n, LETTERS, random)
        }
        3 => {
            let (a, b) = (1 + random.below(2), 1 + random.below(3));
            take(a, LETTERS, random) + &take(b, "0123456789", random)
        }
        _ => {
            let n = 5 + random.below(6);
            take(n, LETTERS, random)
        }
    }
}

fn edit(text: &mut Vec<char>, random: &mut Random) {
    let at = random.below(text.len());
    match random.below(4) {
        0 if text.len() > 1 => drop(text.remove(at)),
        1 => text.insert(random.below(text.len() + 1), random.of(SIGNS)),
        2 if text.len() > 1 => {
            let at = random.below(text.len() - 1);
            text.swap(at, at + 1);
        }
        _ => text[at] = random.of(SIGNS),
    }
}

/// Nothing when this noise cannot befall the mark.
fn spoilt(clean: &str, noise: &str, random: &mut Random) -> Option<String> {
    let mut text: Vec<char> = clean.chars().collect();
    let n = text.len();
    match noise {
        "exact" => return Some(clean.to_owned()),
        "confusion" => {
            let at = random.below(n);
            let pairs: Vec<char> = CONFUSED
                .iter()
                .filter(|p| p.contains(text[at]))
                .filter_map(|p| p.chars().find(|c| *c != text[at]))
                .collect();
            text[at] = *pairs.get(random.below(pairs.len().max(1)))?;
        }
        "one edit" => edit(&mut text, random),
        "two edits" => {
            edit(&mut text, random);
            edit(&mut text, random);
        }
        "one ?" if n > 1 => text[random.below(n)] = '?',
        "two ?" if n > 2 => {
            text[random.below(n)] = '?';
            text[random.below(n)] = '?';
        }
        "turned" => text = text.iter().rev().map(|c| turned(*c)).collect::<Option<_>>()?,
        _ => return None,
    }
    let text: String = text.into_iter().collect();
    (text != clean).then_some(text)
}

fn compile(names: &[String]) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference-data");
    let mut builder = Builder::new();
    let files = [
        "data",
        "weights",
        "states",
        "calibres",
        "symbols",
        "year-schemes",
        "confusions",
    ];
    for name in files.map(|f| format!("{f}.toml")) {
        let text = std::fs::read_to_string(root.join(&name)).unwrap();
        builder.add(name, text);
    }
    for (p, names) in names.chunks(100).enumerate() {
        let mut text = format!("name = \"Works {p}\"\ncountry = \"XK\"\n");
        for name in names {
            let _ = write!(
                text,
                "\n[[mark]]\ntext = \"{name}\"\nbasis = \"general\"\n\n[[mark.example]]\nheadstamp = \"{name}\"\n"
            );
        }
        builder.add(format!("producers/xk/works-{p}.toml"), text);
    }
    builder.build().unwrap().0.to_bytes().unwrap()
}
