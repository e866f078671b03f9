//! Five-pointed stars beside plant number and year.

use headstamp_plugin_api::wire::Clue;

use crate::marking::{Marking, Seen, Sign};

/// Says of one or two stars that they tell neither plant nor year. More than two are another arrangement.
pub(crate) fn clue(marking: &Marking<'_>) -> Option<Clue> {
    let dated = |plant: &Seen<'_>| {
        marking.marks.iter().any(|mark| {
            mark.index != plant.index && (mark.has_year_form() || matches!(mark.sign, Sign::Letter(_)))
        })
    };
    let beside = marking
        .marks
        .iter()
        .any(|mark| mark.plant().is_some() && dated(mark));
    let mut marks: Vec<u32> = marking
        .marks
        .iter()
        .filter(|mark| mark.sign == Sign::Star)
        .map(|mark| mark.index)
        .collect();
    let apart = marking
        .marks
        .iter()
        .filter(|mark| mark.sign == Sign::Star)
        .all(stands_at_the_side);
    if !beside || !apart || !(1..=2).contains(&marks.len()) {
        return None;
    }
    marks.sort_unstable();
    Some(Clue {
        marks,
        role: "decoration".to_owned(),
        value: "star".to_owned(),
        rule: "star-beside-plant-and-year".to_owned(),
        says: "Five-pointed stars at 3 and 9 o'clock occur on Soviet cases; what they mean is not established, and \
               they tell neither plant nor year."
            .to_owned(),
        basis: "general".to_owned(),
        states: ["SU", "RU", "UA", "KG"].map(str::to_owned).to_vec(),
        ..Clue::default()
    })
}

/// At 3 or 9 o'clock, or the position was not recorded.
fn stands_at_the_side(mark: &Seen<'_>) -> bool {
    matches!(mark.position, None | Some("3" | "9"))
}

#[cfg(test)]
mod tests {
    use crate::read;
    use crate::testing::item;

    fn stars(marking: &str) -> Vec<Vec<u32>> {
        let clues = read(&item(marking))
            .into_iter()
            .filter(|clue| clue.role == "decoration");
        clues.map(|clue| clue.marks).collect()
    }

    #[test]
    fn worked_examples() {
        assert_eq!(stars("539 * 51 *"), [[1, 3]]);
        assert_eq!(stars("188 * 73 *"), [[1, 3]]);
        assert_eq!(stars("12:188 3:★ 6:73 9:★"), [[1, 3]]);
        assert_eq!(stars("539 {star} Г {star}"), [[1, 3]]);
        assert_eq!(stars("17 74 *"), [[2]]);
    }

    #[test]
    fn the_stars_say_nothing_of_plant_and_year() {
        let clues = read(&item("539 * 51 *"));
        assert_eq!(clues.len(), 1);
        assert!(clues[0].says.contains("not established"));
    }

    #[test]
    fn not_beside_other_marks_and_not_elsewhere() {
        for marking in "* 51 *, 539 *, 945 * 11 *, 12:* 17 74, 6:* 188 73, c:* 188 73, * * * 17 74, S* 17, \
            (*) 17 74, {six-pointed-star} 17 74, bxn * 53 *"
            .split(", ")
        {
            assert_eq!(stars(marking), Vec::<Vec<u32>>::new(), "{marking}");
        }
    }
}
