//! Landlock: which files may be opened. Reading system libraries, and what the lock grants; nothing else.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetStatus, Scope, path_beneath_rules,
};

use crate::protocol::SeatOrder;

/// Where libraries lie that a plugin may be linked to. Folders that do not exist are left out.
const LIBRARIES: [&str; 8] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/ld-musl-x86_64.path",
    "/nix/store",
];

/// The oldest Landlock that, with the filter of system calls, forbids every way of reading and changing
/// files: it does not know `O_TRUNC`, which the filter refuses.
const NEEDED: ABI = ABI::V1;
/// The newest whose rules are used where the kernel has them. TCP and signals, which it adds, are
/// forbidden by the filter of system calls too.
const WANTED: ABI = ABI::V6;

pub(super) fn restrict(seats: &[SeatOrder]) -> Result<(), String> {
    rules(seats).map_err(|error| {
        let mut error: &dyn std::error::Error = &error;
        // The outer layers only say in which step it happened.
        while let Some(source) = error.source() {
            error = source;
        }
        error.to_string()
    })
}

fn rules(seats: &[SeatOrder]) -> Result<(), landlock::RulesetError> {
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(NEEDED))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(WANTED))?
        .handle_access(AccessNet::from_all(WANTED))?
        .scope(Scope::from_all(WANTED))?
        .create()?;
    let granted = LIBRARIES
        .iter()
        .map(PathBuf::from)
        .chain(seats.iter().flat_map(own_files));
    let granted = granted.filter(|path| Path::new(path).is_absolute());
    let status = ruleset
        .add_rules(path_beneath_rules(
            granted,
            AccessFs::ReadFile | AccessFs::ReadDir,
        ))?
        .restrict_self()?;
    debug_assert_ne!(status.ruleset, RulesetStatus::NotEnforced);
    Ok(())
}

/// What the lock grants; and the file itself where it is loaded from its place.
fn own_files(seat: &SeatOrder) -> Vec<PathBuf> {
    let unlocked = seat.sha256.is_none().then(|| seat.path.clone());
    seat.reads.iter().cloned().chain(unlocked).collect()
}
