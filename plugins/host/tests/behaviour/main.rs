//! Real plugins in real workers. This program is also the worker: the host starts it again.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod answers;
mod conformance;
mod crashes;
mod grouped;
mod hostile;
#[cfg(windows)]
mod job;
mod lazy;
mod loading;
mod orphans;
#[cfg(target_os = "linux")]
mod sandbox;
mod steps;
#[cfg(unix)]
mod stumbling;
mod support;
#[cfg(target_os = "linux")]
mod weakened;

use std::process::ExitCode;

use headstamp_plugin_host::{is_worker, worker_main};
use libtest_mimic::{Arguments, Trial};

/// A trial for each function, named by module and function.
macro_rules! trials {
    ($($module:ident: $($name:ident),+ $(,)?;)+) => {
        vec![$($(
            Trial::test(concat!(stringify!($module), "::", stringify!($name)), || {
                $module::$name();
                Ok(())
            }),
        )+)+]
    };
}

/// The same of what only one system can do; elsewhere each says that it was not run.
macro_rules! trials_of {
    ($system:meta, $needs:literal; $($module:ident: $($name:ident),+ $(,)?;)+) => {
        [$($(
            Trial::test(concat!(stringify!($module), "::", stringify!($name)), || {
                #[cfg($system)]
                $module::$name();
                #[cfg(not($system))]
                println!("not run: needs {}", $needs);
                Ok(())
            }),
        )+)+]
    };
}

fn main() -> ExitCode {
    if is_worker() {
        return worker_main();
    }
    if let Some(folder) = std::env::args_os()
        .nth(2)
        .filter(|_| std::env::args().nth(1).as_deref() == Some("__host"))
    {
        return orphans::be_a_host(folder.as_ref());
    }
    #[cfg(target_os = "linux")]
    let given = std::env::args().collect::<Vec<_>>();
    #[cfg(target_os = "linux")]
    if let [_, first, lacks, needs, folder] = given.as_slice()
        && first == "__host-that-lacks"
    {
        return weakened::be_a_host(lacks, needs, folder.as_ref());
    }
    let mut arguments = Arguments::from_args();
    // Some deadlines are really waited for: one at a time.
    arguments.test_threads.get_or_insert(1);
    let mut trials = trials! {
        crashes: answers_one_per_item, abort, segfault, stack_overflow, exits_quietly, panics_are_answers,
            endless_loop, hanging_alone, second_chance_has_the_rest, prints, always_failing, cannot_open,
            crash_alone, crash_between_calls, others_do_not_notice;
        grouped: share_one_worker, crash_of_one, sandbox_is_remembered, hang_of_one;
        loading: c_plugin, refusals, at_load, slow_handshake, changed_file,
            inspected_and_trusted, known_from_the_lock;
        lazy: loaded_when_an_item_concerns_it, same_answers_as_loaded_at_once, fails_when_it_is_asked,
            missing_from_what_concerns_it, missing_from_an_installed_release,
            changed_before_it_is_loaded;
        orphans: end_with_the_host, none_is_cut_off_at_its_start;
        answers: each_kind, unknown_return_code;
        hostile: every_deed;
        conformance: good_plugins, each_code, golden, report_for_people;
    };
    trials.extend(trials_of! {
        target_os = "linux", "Linux, whose sandbox it is about";
        sandbox: nothing_is_allowed, the_attempts_are_real, what_the_lock_grants_can_be_read,
            inherited_descriptors, memory_and_processes, constructors, required_level;
        weakened: each_level_is_required, release_is_refused_at_once, unlocked_code_does_not_run, lock_changed_during_the_run;
    });
    trials.extend(trials_of! {
        target_os = "linux", "Linux, which tells of processes in /proc";
        crashes: flood_between_calls;
        orphans: none_stays_as_zombie;
    });
    trials.extend(trials_of! {
        unix, "Unix, where a process can be stopped from outside, a script be a program, and a loaded library be replaced";
        crashes: killed_from_outside;
        stumbling: worker_dies_at_its_start, worker_cannot_be_started, worker_hangs_at_its_start;
        loading: changed_during_the_run;
    });
    trials.extend(trials_of! {
        windows, "Windows, whose job objects it is about";
        job: limits;
    });
    libtest_mimic::run(&arguments, trials).exit_code()
}
