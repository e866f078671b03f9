//! seccomp: which system calls are refused.
//!
//! A list of what is forbidden, and not of what is allowed: what a C library needs for memory, time and locks
//! differs with its version, and a plugin must not fail on the next one. What such a list would miss, calls
//! that did not exist when it was written and those of the x32 interface, is refused by number.

use std::collections::BTreeMap;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter, sock_filter,
};

pub(super) fn restrict() -> Result<(), String> {
    rustix::thread::set_no_new_privs(true).map_err(|error| error.to_string())?;
    let denied = denied().map_err(|error| error.to_string())?;
    // Their flags lie in memory, where a filter cannot look; the C library then takes `clone` and `openat`.
    let absent = [libc::SYS_clone3, libc::SYS_openat2].map(|call| (call, Vec::new()));
    let absent = BTreeMap::from(absent);
    for program in [
        filter(absent, libc::ENOSYS).map_err(|error| error.to_string())?,
        filter(denied, libc::EPERM).map_err(|error| error.to_string())?,
        later_calls(),
    ] {
        apply_filter(&program).map_err(|error| error.to_string())?;
    }
    Ok(())
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn filter(rules: Rules, error: i32) -> Result<BpfProgram, BackendError> {
    let error = SeccompAction::Errno(error.unsigned_abs());
    let here = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(rules, SeccompAction::Allow, error, here)?.try_into()
}

/// Numbers of system calls, without a line for each.
macro_rules! calls {
    ($($name:ident)*) => { &[$(libc::$name),*] };
}

/// Refused whatever the arguments.
const DENIED: &[i64] = calls! {
    // Talking to anybody.
    SYS_socket SYS_socketpair SYS_connect SYS_bind SYS_listen SYS_accept SYS_accept4 SYS_sendto SYS_sendmsg
    SYS_sendmmsg SYS_recvfrom SYS_recvmsg SYS_recvmmsg SYS_shmget SYS_shmat SYS_shmctl SYS_semget SYS_semctl
    SYS_semop SYS_msgget SYS_msgctl SYS_msgsnd SYS_msgrcv SYS_mq_open SYS_mq_unlink SYS_mq_notify
    // Other programs and processes.
    SYS_execve SYS_execveat SYS_ptrace SYS_process_vm_readv SYS_process_vm_writev SYS_process_madvise
    SYS_kcmp SYS_tkill SYS_rt_sigqueueinfo SYS_rt_tgsigqueueinfo SYS_pidfd_open SYS_pidfd_getfd
    SYS_pidfd_send_signal SYS_setpgid SYS_setsid SYS_setpriority SYS_ioprio_set SYS_sched_setscheduler
    SYS_sched_setparam SYS_sched_setattr SYS_sched_setaffinity SYS_migrate_pages SYS_move_pages
    // More rights, other limits.
    SYS_setuid SYS_setgid SYS_setreuid SYS_setregid SYS_setresuid SYS_setresgid SYS_setgroups SYS_setfsuid
    SYS_setfsgid SYS_capset SYS_setrlimit SYS_unshare SYS_setns SYS_personality
    // Changing what files are called, whose they are and when they changed; their contents are Landlock's.
    SYS_fchmod SYS_fchmodat SYS_fchmodat2 SYS_fchown SYS_fchownat SYS_utimensat SYS_setxattr SYS_lsetxattr
    SYS_fsetxattr SYS_removexattr SYS_lremovexattr SYS_fremovexattr SYS_linkat SYS_symlinkat SYS_renameat2
    SYS_unlinkat SYS_mkdirat SYS_mknodat SYS_truncate SYS_fallocate SYS_memfd_create SYS_memfd_secret
    SYS_open_by_handle_at SYS_name_to_handle_at SYS_chroot SYS_pivot_root SYS_mount SYS_umount2 SYS_open_tree
    SYS_move_mount SYS_fsopen SYS_fsconfig SYS_fsmount SYS_fspick SYS_mount_setattr SYS_swapon SYS_swapoff
    SYS_quotactl SYS_quotactl_fd SYS_acct SYS_fanotify_init SYS_fanotify_mark SYS_inotify_init1
    SYS_inotify_add_watch
    // Ways around a filter of system calls, and large attack surfaces.
    SYS_io_uring_setup SYS_io_uring_enter SYS_io_uring_register SYS_io_setup SYS_io_submit SYS_bpf
    SYS_perf_event_open SYS_userfaultfd SYS_add_key SYS_request_key SYS_keyctl SYS_vhangup SYS_lookup_dcookie
    // The machine.
    SYS_reboot SYS_kexec_load SYS_kexec_file_load SYS_init_module SYS_finit_module SYS_delete_module
    SYS_syslog SYS_sethostname SYS_setdomainname SYS_settimeofday SYS_clock_settime SYS_clock_adjtime
    SYS_adjtimex
};

/// The older names that this architecture has besides.
#[cfg(target_arch = "x86_64")]
const DENIED_HERE: &[i64] = calls! {
    SYS_fork SYS_vfork SYS_chmod SYS_chown SYS_lchown SYS_utime SYS_utimes SYS_futimesat SYS_link SYS_symlink
    SYS_rename SYS_renameat SYS_unlink SYS_rmdir SYS_mkdir SYS_mknod SYS_creat SYS_inotify_init SYS_iopl
    SYS_ioperm SYS_modify_ldt SYS_uselib SYS_ustat SYS_sysfs SYS__sysctl
};
#[cfg(target_arch = "aarch64")]
const DENIED_HERE: &[i64] = &[libc::SYS_renameat];
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const DENIED_HERE: &[i64] = &[];

// From the kernel's headers `asm-generic/fcntl.h`, `asm-generic/sockios.h` and `asm-generic/ioctls.h`; the
// same on all architectures that are filtered here.
const F_SETOWN: u64 = 8;
const F_SETSIG: u64 = 10;
const F_SETOWN_EX: u64 = 15;
const FIOSETOWN: u64 = 0x8901;
const SIOCSPGRP: u64 = 0x8902;
const TIOCSTI: u64 = 0x5412;

/// Refused, or refused for some arguments.
fn denied() -> Result<Rules, BackendError> {
    use SeccompCmpArgLen::{Dword, Qword};
    use SeccompCmpOp::{Eq, MaskedEq, Ne};

    let mut rules = DENIED
        .iter()
        .chain(DENIED_HERE)
        .map(|call| (*call, Vec::new()))
        .collect::<Rules>();
    let mut when = |call: i64, argument, length, operator, value: u64| {
        let condition = SeccompCondition::new(argument, length, operator, value)?;
        rules
            .entry(call)
            .or_default()
            .push(SeccompRule::new(vec![condition])?);
        Ok::<_, BackendError>(())
    };
    let me = u64::from(std::process::id());
    // A thread is not a process; a signal to oneself is how `abort` works.
    when(libc::SYS_clone, 0, Qword, MaskedEq(libc::CLONE_THREAD as u64), 0)?;
    when(libc::SYS_kill, 0, Dword, Ne, me)?;
    when(libc::SYS_tgkill, 0, Dword, Ne, me)?;
    // Files are opened for reading only. Landlock says which; before Linux 6.2 it lets a file be emptied that
    // may be read, and where there is none, this is what keeps files as they are.
    for flag in [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT, libc::O_TRUNC] {
        let flag = flag as u64;
        when(libc::SYS_openat, 2, Dword, MaskedEq(flag), flag)?;
        #[cfg(target_arch = "x86_64")]
        when(libc::SYS_open, 1, Dword, MaskedEq(flag), flag)?;
    }
    // Limits may be read but not set: root could raise them.
    when(libc::SYS_prlimit64, 2, Qword, Ne, 0)?;
    // Not to outlive the host.
    when(libc::SYS_prctl, 0, Dword, Eq, libc::PR_SET_PDEATHSIG as u64)?;
    // Signals to others by way of a descriptor.
    for command in [F_SETOWN, F_SETSIG, F_SETOWN_EX] {
        when(libc::SYS_fcntl, 1, Dword, Eq, command)?;
    }
    for request in [FIOSETOWN, SIOCSPGRP, TIOCSTI] {
        when(libc::SYS_ioctl, 1, Dword, Eq, request)?;
    }
    Ok(rules)
}

/// Refuses numbers from 463 on as if the kernel did not know them. They came after Linux 6.12, and on x86-64
/// those with bit 30 are a second set of names for all the old ones.
fn later_calls() -> BpfProgram {
    const FIRST: u32 = 463;
    let refuse = libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs();
    let statement = |code: u32, k: u32| sock_filter {
        code: code as u16,
        jt: 0,
        jf: 0,
        k,
    };
    vec![
        // The number stands first in what the filter sees.
        statement(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0),
        sock_filter {
            jt: 0,
            jf: 1,
            ..statement(libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K, FIRST)
        },
        statement(libc::BPF_RET | libc::BPF_K, refuse),
        statement(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ALLOW),
    ]
}
