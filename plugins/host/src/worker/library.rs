//! Loads one plugin and calls it through its table.

use std::ffi::c_void;
use std::mem::offset_of;
use std::path::Path;
use std::ptr;
use std::time::Instant;

use headstamp_plugin_api::MANIFEST_LIMIT;
use headstamp_plugin_api::abi::{
    self, hs_bytes, hs_close, hs_entry, hs_host_v1, hs_identify, hs_open, hs_plugin_v1,
};
use libloading::Library;

use crate::protocol::{CallError, LoadError};

/// Messages of plugins are cut here.
const MESSAGE_LIMIT: usize = 2000;

/// A loaded plugin. It is never unloaded: destructors of thread-locals, and threads, would run into unmapped
/// code (rust-lang/rust#28794, nagisa/rust_libloading#5).
pub(super) struct Plugin {
    manifest: hs_bytes,
    open: hs_open,
    identify: hs_identify,
    close: hs_close,
    /// What the plugin sees of the host, and where the context of its functions lives.
    host: Box<hs_host_v1>,
    calls: Box<CallContext>,
    state: *mut c_void,
    is_open: bool,
}

/// Behind [`hs_host_v1::ctx`].
struct CallContext {
    until: Option<Instant>,
}

impl Plugin {
    /// Maps the library, which runs its constructors, and reads its table.
    pub(super) fn load(path: &Path) -> Result<Self, LoadError> {
        let library = open_library(path).map_err(|error| LoadError::Loader(error.to_string()))?;
        // SAFETY: the symbol is that of the contract, and so is its type.
        let entry = unsafe { library.get::<hs_entry>(abi::SYMBOL) }.map(|entry| *entry);
        std::mem::forget(library);
        let entry = entry.map_err(|_| LoadError::NoSymbol)?;
        // SAFETY: the contract: no argument, no side effect.
        let (table, again) = unsafe { (entry(), entry()) };
        if table != again {
            return Err(LoadError::Unstable);
        }
        // SAFETY: the table is static; a plugin that lies about it ends this worker and nothing else.
        unsafe { Self::from_table(table) }
    }

    /// # Safety
    /// `table` must be null or point to a static [`hs_plugin_v1`] of as many bytes as it says.
    unsafe fn from_table(table: *const hs_plugin_v1) -> Result<Self, LoadError> {
        const NEEDED: u32 = size_of::<hs_plugin_v1>() as u32;
        if table.is_null() {
            return Err(LoadError::NoTable);
        }
        // One field after the other: what lies behind a wrong magic number or beyond a short table is not
        // read. SAFETY: every table begins with these fields.
        let (magic, size) = unsafe {
            (
                read_field(table, offset_of!(hs_plugin_v1, magic)),
                read_field(table, offset_of!(hs_plugin_v1, struct_size)),
            )
        };
        if magic != abi::MAGIC {
            return Err(LoadError::Magic { found: magic });
        }
        if size < NEEDED {
            return Err(LoadError::ShortTable {
                found: size,
                needed: NEEDED,
            });
        }
        // SAFETY: the table is at least as long as ours.
        let table = unsafe { &*table };
        if table.abi_major != abi::ABI_MAJOR {
            return Err(LoadError::Abi {
                found: table.abi_major,
            });
        }
        let missing = |name: &str| LoadError::NoFunction(name.to_owned());
        let mut calls = Box::new(CallContext { until: None });
        Ok(Self {
            manifest: table.manifest,
            open: table.open.ok_or_else(|| missing("open"))?,
            identify: table.identify.ok_or_else(|| missing("identify"))?,
            close: table.close.ok_or_else(|| missing("close"))?,
            host: Box::new(hs_host_v1 {
                struct_size: size_of::<hs_host_v1>() as u32,
                abi_minor: abi::ABI_MINOR.into(),
                ctx: ptr::from_mut(calls.as_mut()).cast(),
                log,
                cancelled,
            }),
            calls,
            state: ptr::null_mut(),
            is_open: false,
        })
    }

    pub(super) fn manifest(&self) -> Result<String, LoadError> {
        if self.manifest.len > MANIFEST_LIMIT {
            return Err(LoadError::Manifest(format!("it has {} bytes", self.manifest.len)));
        }
        // SAFETY: the manifest is static.
        let bytes = unsafe { self.manifest.as_slice() };
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(LoadError::Manifest(error.to_string())),
        }
    }

    pub(super) fn open(&mut self, config: &[u8]) -> Result<(), CallError> {
        self.close();
        let mut message = Output::new(MESSAGE_LIMIT);
        // SAFETY: all that is lent lives until the call returns, the host table until the plugin is closed.
        let code = unsafe {
            (self.open)(
                ptr::from_ref(self.host.as_ref()),
                hs_bytes::lend(config),
                &raw mut self.state,
                collect,
                ptr::from_mut(&mut message).cast(),
            )
        };
        self.is_open = code == abi::OK;
        if self.is_open {
            Ok(())
        } else {
            Err(failed(code, &message))
        }
    }

    pub(super) fn identify(
        &mut self,
        request: &[u8],
        until: Instant,
        answer_bytes: usize,
    ) -> Result<Vec<u8>, CallError> {
        if !self.is_open {
            return Err(CallError::Misplaced("a batch before open".to_owned()));
        }
        self.calls.until = Some(until);
        let mut output = Output::new(answer_bytes);
        // SAFETY: all that is lent lives until the call returns; `state` is what `open` made.
        let code = unsafe {
            (self.identify)(
                self.state,
                hs_bytes::lend(request),
                collect,
                ptr::from_mut(&mut output).cast(),
            )
        };
        self.calls.until = None;
        if output.overflowed {
            Err(CallError::TooMuch)
        } else if code == abi::OK {
            Ok(output.bytes)
        } else {
            Err(failed(code, &output))
        }
    }

    pub(super) fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            // SAFETY: `state` is what `open` made, and it is closed once.
            unsafe { (self.close)(self.state) };
            self.state = ptr::null_mut();
        }
    }
}

/// # Safety
/// There must be a `u32` at `offset` from `table`.
unsafe fn read_field(table: *const hs_plugin_v1, offset: usize) -> u32 {
    // SAFETY: promised by the caller; a table from elsewhere need not be aligned.
    unsafe { table.byte_add(offset).cast::<u32>().read_unaligned() }
}

/// All symbols are bound now and none is lent to other libraries: an import that is missing shows here and
/// not in the middle of a batch, and two plugins may export the same names.
#[cfg(unix)]
fn open_library(path: &Path) -> Result<Library, libloading::Error> {
    use libloading::os::unix::{Library as Unix, RTLD_LOCAL, RTLD_NOW};
    // SAFETY: this runs the constructors of a file that was checked as far as it can be; that is what the
    // worker and its sandbox are for.
    unsafe { Unix::open(Some(path), RTLD_NOW | RTLD_LOCAL) }.map(Library::from)
}

/// With an absolute path, DLLs beside the plugin and those of the system are found, and no others
/// (nagisa/rust_libloading#110).
#[cfg(windows)]
fn open_library(path: &Path) -> Result<Library, libloading::Error> {
    use libloading::os::windows::{
        LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR, LOAD_LIBRARY_SEARCH_SYSTEM32, Library as Windows,
    };
    // SAFETY: as above.
    unsafe {
        Windows::load_with_flags(
            path,
            LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32,
        )
    }
    .map(Library::from)
}

/// What a sink has taken.
struct Output {
    bytes: Vec<u8>,
    limit: usize,
    overflowed: bool,
}

impl Output {
    fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            overflowed: false,
        }
    }
}

unsafe extern "C" fn collect(ctx: *mut c_void, part: hs_bytes) -> i32 {
    // SAFETY: `ctx` is the `Output` that was handed over with this function, and the call it was lent for
    // runs.
    let output = unsafe { &mut *ctx.cast::<Output>() };
    if output.overflowed || part.len > output.limit - output.bytes.len() {
        output.overflowed = true;
        return 1;
    }
    // SAFETY: the plugin lends the bytes for the time of this call.
    output.bytes.extend_from_slice(unsafe { part.as_slice() });
    0
}

unsafe extern "C" fn log(_: *mut c_void, level: i32, message: hs_bytes) {
    // SAFETY: the plugin lends the bytes for the time of this call.
    let message = unsafe { message.as_slice() };
    let message = String::from_utf8_lossy(&message[..message.len().min(MESSAGE_LIMIT)]);
    let level = match level {
        1 => "error",
        2 => "warning",
        3 => "information",
        _ => "debug",
    };
    eprintln!("{level}: {message}");
}

unsafe extern "C" fn cancelled(ctx: *mut c_void) -> i32 {
    // SAFETY: `ctx` is the `CallContext` of this plugin, which lives as long as it.
    let calls = unsafe { &*ctx.cast::<CallContext>() };
    calls.until.is_some_and(|until| Instant::now() >= until).into()
}

/// The plugin's own words are `{"error":{"code":…,"message":…}}`, or plain text.
fn failed(code: i32, output: &Output) -> CallError {
    let text = String::from_utf8_lossy(&output.bytes);
    let message = serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .and_then(|value| Some(value.get("error")?.get("message")?.as_str()?.to_owned()))
        .unwrap_or_else(|| text.into_owned());
    CallError::Code {
        code,
        message: message.chars().take(MESSAGE_LIMIT).collect(),
    }
}
