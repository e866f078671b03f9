//! What must hold of any text that is typed as a marking: the same as in the fuzz target, over texts that are rich in
//! signs which change their neighbours.

// A test that cannot go on should say where it stopped.
#![allow(clippy::panic)]

use proptest::prelude::*;

#[path = "../../fuzz/targets/notation.rs"]
mod target;

/// Signs that compose with a neighbour, that are taken apart or dropped, or that stand for what cannot be read.
fn sign() -> impl Strategy<Value = String> {
    let of = |ranges: &[std::ops::RangeInclusive<char>]| {
        let signs: Vec<char> = ranges.iter().cloned().flatten().collect();
        prop::sample::select(signs).prop_map(String::from)
    };
    prop_oneof![
        // Korean letters: initial, vowel, final; the half-width ones, and whole syllables with and without final.
        4 => of(&['\u{1100}'..='\u{1112}', '\u{1161}'..='\u{1175}', '\u{11a8}'..='\u{11c2}']),
        2 => of(&['\u{ffa0}'..='\u{ffdc}', '\u{3131}'..='\u{318e}']),
        2 => of(&['\u{ac00}'..='\u{ac20}', '\u{bfb0}'..='\u{bfb1}']),
        // Vowels that compose and are letters or marks of their own.
        2 => of(&['\u{16d63}'..='\u{16d6a}', '\u{9be}'..='\u{9d7}', '\u{dcf}'..='\u{ddf}', '\u{1025}'..='\u{102e}']),
        // Marks, and what they make something else of.
        4 => of(&[
            '\u{300}'..='\u{345}', '\u{5b0}'..='\u{5c2}', '\u{64b}'..='\u{655}',
            '\u{3099}'..='\u{309c}', '\u{20d0}'..='\u{20e4}',
        ]),
        2 => of(&[
            'A'..='F', 'a'..='f', '\u{c0}'..='\u{d0}', '\u{130}'..='\u{131}', '\u{391}'..='\u{3a9}',
            '\u{410}'..='\u{42f}', '\u{622}'..='\u{648}',
        ]),
        // Full and half width, presentation forms, circled, small, vertical.
        3 => of(&[
            '\u{ff01}'..='\u{ff9f}', '\u{fe10}'..='\u{fe6b}', '\u{2460}'..='\u{24ff}',
            '\u{3200}'..='\u{32fe}',
        ]),
        2 => of(&[
            '\u{fb00}'..='\u{fb4f}', '\u{fc5e}'..='\u{fc63}', '\u{fe70}'..='\u{fefc}',
            '\u{1f00}'..='\u{1fff}', '\u{2000}'..='\u{206f}',
        ]),
        // The notation, and what is dropped from it.
        5 => "[()\\[\\]{}<>'\"‘’“”„«»‚]",
        3 => "[ _/|•·,;:@~*?…´′⊕.=!\\-–—]",
        2 => of(&['\0'..='\u{1f}', '\u{7f}'..='\u{a0}', '\u{200b}'..='\u{200f}', '\u{fe00}'..='\u{fe0f}']),
        2 => prop::sample::select(vec![
            "{", "}", "..", "(?)", "{?}", "((", "))", "{circle:", "{3~", "~8}", "12:", "c:", "@6",
            "no", "code", "no-code", "blank", "=\"",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Signs, and a name or a choice in braces with something in it that is dropped.
fn part() -> impl Strategy<Value = String> {
    let inside = prop::collection::vec(sign(), 1..5);
    let apart = (
        prop::char::range('\u{1100}', '\u{1112}'),
        "[!#\\[\u{301}]",
        prop::char::range('\u{1161}', '\u{1175}'),
    );
    prop_oneof![
        9 => sign(),
        1 => inside.prop_map(|signs| format!("{{{}}}", signs.concat())),
        1 => apart.prop_map(|(a, gap, b)| format!("{{{a}{gap}{b}}}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_the_same(signs in prop::collection::vec(part(), 1..10)) {
        target::run(signs.concat().as_bytes());
    }
}

/// Each sign by itself, at the edge and inside of everything that can be around it.
#[test]
fn every_sign_is_written_and_read_the_same() {
    // But for Chinese characters and whole Korean syllables, which are all alike, and what is not assigned.
    let signs = ('\0'..'\u{3400}')
        .chain('\u{a000}'..'\u{ac80}')
        .chain('\u{d700}'..'\u{20000}')
        .chain('\u{e0000}'..'\u{e0200}');
    for sign in signs {
        target::run(format!("9{sign}1 ({sign}) {{{sign}a}} {{{sign}~8}} '{sign}-1' 6:{sign}").as_bytes());
    }
}
