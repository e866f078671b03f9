//! A marking as somebody wrote it: reading never fails on odd characters, the recorded text is kept, and what is written
//! is read as the same marks.

use headstamp_core::notation::{Mark, Marking, NotationError};

pub(super) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(marking) = Marking::parse(text) else {
        return;
    };
    assert_eq!(marking.recorded(), text);
    let _ = marking.is_unreadable();
    let written = marking.to_string();
    let again = match Marking::parse(&written) {
        Ok(again) => again,
        // A sign is one character when it is typed and several when it is written by name.
        Err(NotationError::TooLong(_)) => return,
        Err(error) => panic!("{text:?} is written {written:?}, which cannot be read: {error}"),
    };
    assert_eq!(
        again.marks().len(),
        marking.marks().len(),
        "{text:?} is written {written:?}"
    );
    for (again, mark) in again.marks().iter().zip(marking.marks()) {
        // Writing may add quotes where another reader would take a sign for notation, and never drops any.
        let quoted = Mark {
            quoted: again.quoted,
            ..mark.clone()
        };
        assert_eq!(*again, quoted, "{text:?} is written {written:?}");
        assert!(again.quoted || !mark.quoted, "{text:?} is written {written:?}");
    }
    assert_eq!(
        again.looked(),
        marking.looked(),
        "{text:?} is written {written:?}"
    );
    assert_eq!(again.to_string(), written);
}
