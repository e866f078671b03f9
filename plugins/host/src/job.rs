//! What holds a worker on Windows: a job object. The host makes it and keeps it; the worker looks whether it is in force.

use std::io;
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::process::Child;
use std::ptr;

use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
    JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation,
    QueryInformationJobObject, SetInformationJobObject, TerminateJobObject,
};

/// The system closes the handles of a host that is killed, and with the last one the job ends: no worker outlives its host.
/// A crash opens no window that waits for somebody to close it.
const RULES: u32 = JOB_OBJECT_LIMIT_ACTIVE_PROCESS
    | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
    | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    | JOB_OBJECT_LIMIT_PROCESS_MEMORY;

/// A job with one worker in it. Dropping it ends the worker.
pub(crate) struct Job(OwnedHandle);

impl Job {
    /// Holds a worker that was not sent anything yet, and so has loaded nothing.
    pub(crate) fn hold(worker: &Child, memory: u64) -> io::Result<Self> {
        // SAFETY: both may be null: a job without a name, whose handle no other process inherits.
        let handle = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
        if handle.is_null() {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: it was made just now, and nothing else owns it.
        let job = Self(unsafe { OwnedHandle::from_raw_handle(handle) });
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        limits.BasicLimitInformation.LimitFlags = RULES;
        limits.BasicLimitInformation.ActiveProcessLimit = 1;
        limits.ProcessMemoryLimit = usize::try_from(memory).unwrap_or(usize::MAX);
        // SAFETY: the limits are of the class that is named, and live until the call returns.
        succeeded(unsafe {
            SetInformationJobObject(
                handle,
                JobObjectExtendedLimitInformation,
                (&raw const limits).cast(),
                size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32,
            )
        })?;
        // SAFETY: both handles are open.
        succeeded(unsafe { AssignProcessToJobObject(handle, worker.as_raw_handle()) })?;
        Ok(job)
    }

    /// Ends what is in it.
    pub(crate) fn end(&self) {
        // SAFETY: the handle is open. What has ended already cannot be ended, and need not be.
        unsafe { TerminateJobObject(self.0.as_raw_handle(), 1) };
    }
}

/// Whether this process is in such a job.
pub(crate) fn in_force(memory: u64) -> Result<(), String> {
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    // SAFETY: null stands for the job that this process is in. There is room for the class that is named.
    succeeded(unsafe {
        QueryInformationJobObject(
            ptr::null_mut(),
            JobObjectExtendedLimitInformation,
            (&raw mut limits).cast(),
            size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32,
            ptr::null_mut(),
        )
    })
    .map_err(|error| error.to_string())?;
    let basic = limits.BasicLimitInformation;
    let memory = usize::try_from(memory).unwrap_or(usize::MAX);
    let holds = basic.LimitFlags & RULES == RULES
        && basic.ActiveProcessLimit == 1
        && limits.ProcessMemoryLimit <= memory;
    holds
        .then_some(())
        .ok_or_else(|| "the system does not keep its limits".to_owned())
}

fn succeeded(outcome: i32) -> io::Result<()> {
    if outcome == 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}
