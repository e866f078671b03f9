//! Vehicle identification numbers: seventeen characters, of which some check others.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

/// Weights of the seventeen places; the ninth is the check digit itself.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// Signs of the tenth place, 1980 to 2009 and again 2010 to 2039.
const YEARS: &[u8] = b"ABCDEFGHJKLMNPRSTVWXY123456789";

/// First characters that belong to one state, as far as they are sure.
const COUNTRIES: [(char, &str); 10] = [
    ('1', "the United States"),
    ('4', "the United States"),
    ('5', "the United States"),
    ('2', "Canada"),
    ('3', "Mexico"),
    ('J', "Japan"),
    ('K', "South Korea"),
    ('S', "the United Kingdom"),
    ('W', "Germany"),
    ('Z', "Italy"),
];

/// What the check digit should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// The weighted sum.
    pub(crate) sum: u32,
    /// `0` to `9`, or `X`.
    pub(crate) sign: char,
}

/// The check digit of a number; none when a sign may not stand in one.
pub(crate) fn check(vin: &str) -> Option<Check> {
    let values: Option<Vec<u32>> = vin.chars().map(value).collect();
    let values = values.filter(|values| values.len() == 17)?;
    let sum = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    let sign = match sum % 11 {
        10 => 'X',
        rest => char::from_digit(rest, 10)?,
    };
    Some(Check { sum, sign })
}

fn value(sign: char) -> Option<u32> {
    Some(match sign {
        '0'..='9' => sign.to_digit(10)?,
        'A' | 'J' => 1,
        'B' | 'K' | 'S' => 2,
        'C' | 'L' | 'T' => 3,
        'D' | 'M' | 'U' => 4,
        'E' | 'N' | 'V' => 5,
        'F' | 'W' => 6,
        'G' | 'P' | 'X' => 7,
        'H' | 'Y' => 8,
        'R' | 'Z' => 9,
        _ => return None,
    })
}

pub(crate) fn clues(words: &[Word]) -> Vec<Clue> {
    words
        .iter()
        .filter(|word| word.enclosure.is_none())
        .flat_map(one)
        .collect()
}

fn one(word: &Word) -> Vec<Clue> {
    let vin = word.folded.as_str();
    let mark = |role: &str, value: String| Clue::of(role, value, word.marks.clone());
    let plain = vin.bytes().all(|sign| sign.is_ascii_alphanumeric());
    let mixed =
        vin.bytes().any(|sign| sign.is_ascii_digit()) && vin.bytes().any(|sign| sign.is_ascii_alphabetic());
    if !plain || !(mixed || vin.len() == 17) {
        return Vec::new();
    }
    if vin.len() != 17 {
        if !(14..=20).contains(&vin.len()) && !word.labelled(&["vin"]) {
            return Vec::new();
        }
        let says = format!(
            "A vehicle identification number has 17 characters; “{}” has {}. Read the plate, the door label and the \
             stamp in the chassis again.",
            word.text,
            vin.len()
        );
        return vec![
            mark(
                "serial",
                format!("undetermined: {} characters, not 17", vin.len()),
            )
            .rule("vin-length", says),
        ];
    }
    let Some(computed) = check(vin) else {
        let better: String = vin
            .chars()
            .map(|sign| match sign {
                'I' => '1',
                'O' | 'Q' => '0',
                other => other,
            })
            .collect();
        let says = format!(
            "The letters I, O and Q never stand in a vehicle identification number: “{}” is misread. Look whether it is \
             {better}.",
            word.text
        );
        return vec![
            mark("serial", format!("undetermined: misread, perhaps {better}")).rule("vin-letter", says),
        ];
    };
    let mut out = vec![mark("serial", vin.to_owned()).rule(
        "vin",
        format!(
            "“{}” has the form of a vehicle identification number: maker {}, description {}, vehicle {}. The maker can \
             say to whom the vehicle was sold.",
            word.text,
            part(vin, 0, 3),
            part(vin, 3, 9),
            part(vin, 9, 17)
        ),
    )];
    let first = vin.chars().next().unwrap_or_default();
    out.extend(registered(word, vin, first));
    out.push(check_digit(word, vin, first, computed));
    out.extend(model_year(word, vin, first));
    out
}

fn part(vin: &str, from: usize, to: usize) -> &str {
    vin.get(from..to).unwrap_or_default()
}

fn registered(word: &Word, vin: &str, first: char) -> Option<Clue> {
    let (_, country) = COUNTRIES.iter().find(|(sign, _)| *sign == first)?;
    let small = if part(vin, 2, 3) == "9" {
        format!(
            " The 9 in third place is of makers of fewer than 500 vehicles a year; which one, {} in places 12 to 14 says.",
            part(vin, 11, 14)
        )
    } else {
        String::new()
    };
    Some(Clue::of("type", format!("maker's code registered in {country}"), word.marks.clone()).rule(
        "vin-country",
        format!("The {first} in first place: the maker's code is registered in {country}, which need not be where the plant is.{small}"),
    ))
}

/// Required in North America and in China, elsewhere at the maker's choice.
fn check_digit(word: &Word, vin: &str, first: char, computed: Check) -> Clue {
    let stands = part(vin, 8, 9);
    let Check { sum, sign } = computed;
    let agrees = stands.chars().eq([sign]);
    let required = ('1'..='5').contains(&first) || first == 'L';
    let (value, says) = match (agrees, required) {
        (true, true) => (
            format!("{sign} agrees"),
            format!(
                "The ninth place is the check digit: the weighted sum is {sum}, which gives {sign}, as it stands there."
            ),
        ),
        (true, false) => (
            format!("{sign} agrees"),
            format!(
                "Weighted, the other places give {sign} (sum {sum}), as it stands in the ninth. This maker need not use a \
                 check digit, so it may be chance."
            ),
        ),
        (false, true) => (
            format!("{stands} does not agree, {sign} expected"),
            format!(
                "The ninth place must be the check digit here. The weighted sum is {sum}, which gives {sign}, and {stands} \
                 stands there: a character is misread or was altered. Compare 3 with 8, 5 with S, 1 with 7."
            ),
        ),
        (false, false) => (
            format!("undetermined: {stands} is not {sign}"),
            format!(
                "Weighted, the other places give {sign} (sum {sum}), and {stands} stands in the ninth. This maker need not \
                 use a check digit; or a character is misread."
            ),
        ),
    };
    Clue::of("check-digit", value, word.marks.clone()).rule("vin-check-digit", says)
}

/// The tenth place. Only North America requires it to be the model year.
fn model_year(word: &Word, vin: &str, first: char) -> Option<Clue> {
    let sign = vin.as_bytes().get(9)?;
    let step = u16::try_from(YEARS.iter().position(|year| year == sign)?).ok()?;
    let (early, late) = (1980 + step, 2010 + step);
    let sign = char::from(*sign);
    let american = ('1'..='5').contains(&first);
    let cycle = vin.as_bytes().get(6)?.is_ascii_digit();
    let (value, says) = match (american, cycle) {
        (true, true) => (
            early.to_string(),
            format!(
                "{sign} in tenth place is model year {early} or {late}; a digit in seventh place is of the first cycle, on \
                 cars and light trucks. A model year is not the year of building or sale, and often one ahead."
            ),
        ),
        (true, false) => (
            late.to_string(),
            format!(
                "{sign} in tenth place is model year {early} or {late}; a letter in seventh place is of the second cycle, \
                 on cars and light trucks. A model year is not the year of building or sale, and often one ahead."
            ),
        ),
        (false, _) => (
            format!("undetermined: {early} or {late}, if the maker uses the tenth place"),
            format!(
                "Outside North America the tenth place need not be the model year. If it is, {sign} is {early} or {late}. \
                 The maker knows the date of building."
            ),
        ),
    };
    Some(Clue::of("model-year", value, word.marks.clone()).rule("vin-model-year", says))
}
