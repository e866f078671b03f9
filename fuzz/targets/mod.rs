//! What is fuzzed, and what must hold whatever comes in: one function a target, which panics when it does not.
//!
//! They are compiled twice: into the cargo-fuzz programs in `run`, and into the ordinary test `seeds.rs`.

mod answers;
mod frames;
mod identify;
mod notation;
mod rows;
mod tables;

/// A name and what is done with the bytes.
#[allow(unreachable_pub)]
pub type Target = (&'static str, fn(&[u8]));

/// Name and function of each target. A folder of seeds and a file in `run` bear the same name.
#[allow(unreachable_pub)] // the fuzzing programs and the test share it
pub const TARGETS: &[Target] = &[
    ("answers", answers::run),
    ("frames", frames::run),
    ("identify", identify::run),
    ("notation", notation::run),
    ("rows", rows::run),
    ("tables", tables::run),
];

/// Runs one target.
///
/// # Panics
/// When something that must hold does not, or there is no such target.
#[allow(unreachable_pub)]
pub fn run(name: &str, bytes: &[u8]) {
    match TARGETS.iter().find(|target| target.0 == name) {
        Some((_, run)) => run(bytes),
        None => panic!("there is no target {name}"),
    }
}

/// The first line as text, and what follows it.
fn first_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}
