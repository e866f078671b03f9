//! The binary contract, the Rust twin of `include/headstamp_plugin.h`.
//!
//! One exported symbol returns one static table. Fields are only ever added at the end, so each side reads
//! the shorter of its own table and the other's. A change that is not an addition is a new symbol,
//! `headstamp_plugin_v2`, which a plugin can export beside this one.

#![allow(non_camel_case_types)] // The names are those of the C header.

use std::ffi::c_void;
use std::mem::{offset_of, size_of};

/// Name of the exported symbol.
pub const SYMBOL: &str = "headstamp_plugin_v1";
/// First field of the table: `HSP1`.
pub const MAGIC: u32 = 0x4853_5031;
/// Unequal majors do not work together.
pub const ABI_MAJOR: u16 = 1;
/// A higher minor may have more fields at the end of the table.
pub const ABI_MINOR: u16 = 0;

/// Return code: done.
pub const OK: i32 = 0;
/// Return code: the request could not be understood.
pub const BAD_REQUEST: i32 = 1;
/// Return code: the plugin failed, a caught panic included.
pub const INTERNAL: i32 = 2;
/// Return code: stopped because the host asked for it.
pub const CANCELLED: i32 = 3;
/// Return code: this kind of request is not answered.
pub const UNSUPPORTED: i32 = 4;

/// A batch that [`export_plugin!`](crate::export_plugin) answers with a panic, so that the conformance kit
/// can see it caught. To a plugin that knows nothing of it, it is a request that cannot be understood.
pub const PANIC_PROBE: &[u8] = br#"{"probe":"panic"}"#;

/// Borrowed UTF-8, valid during the call it is handed to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct hs_bytes {
    /// First byte; not NUL-terminated. May be null when `len` is 0.
    pub ptr: *const u8,
    /// Number of bytes.
    pub len: usize,
}

impl hs_bytes {
    /// Lends `text` for the time of a call.
    pub const fn lend(text: &[u8]) -> Self {
        Self {
            ptr: text.as_ptr(),
            len: text.len(),
        }
    }

    /// The bytes behind the pointer.
    ///
    /// # Safety
    /// `ptr` must be null or point to `len` bytes that live and stay unchanged for `'a`.
    pub const unsafe fn as_slice<'a>(self) -> &'a [u8] {
        if self.ptr.is_null() {
            return &[];
        }
        // SAFETY: promised by the caller.
        unsafe { std::slice::from_raw_parts(self.ptr, self.len) }
    }
}

/// Takes a part of an answer and copies it; non-zero means stop.
pub type hs_sink = unsafe extern "C" fn(ctx: *mut c_void, part: hs_bytes) -> i32;

/// What the host offers to a plugin. It outlives the plugin's state.
#[repr(C)]
pub struct hs_host_v1 {
    /// Size of this struct in the host.
    pub struct_size: u32,
    /// [`ABI_MINOR`] of the host.
    pub abi_minor: u32,
    /// First argument of the functions below.
    pub ctx: *mut c_void,
    /// Writes a line to the host's diagnostics. Levels: 1 error, 2 warning, 3 information, 4 debug.
    pub log: unsafe extern "C" fn(ctx: *mut c_void, level: i32, message: hs_bytes),
    /// Non-zero when the answer is no longer wanted.
    pub cancelled: unsafe extern "C" fn(ctx: *mut c_void) -> i32,
}

/// The plugin's table.
///
/// The functions are optional here because a null pointer from C must not be undefined behaviour in the host;
/// the host refuses a table that lacks one.
#[repr(C)]
pub struct hs_plugin_v1 {
    /// [`MAGIC`].
    pub magic: u32,
    /// Size of this struct in the plugin.
    pub struct_size: u32,
    /// [`ABI_MAJOR`] of the plugin.
    pub abi_major: u16,
    /// [`ABI_MINOR`] of the plugin.
    pub abi_minor: u16,
    /// Zero.
    pub reserved: u32,
    /// The [manifest](crate::wire::Manifest) as static JSON.
    pub manifest: hs_bytes,
    /// Makes the state.
    pub open: Option<hs_open>,
    /// Answers one batch.
    pub identify: Option<hs_identify>,
    /// Frees the state.
    pub close: Option<hs_close>,
}

/// See [`hs_plugin_v1::open`].
pub type hs_open = unsafe extern "C" fn(
    host: *const hs_host_v1,
    config: hs_bytes,
    state: *mut *mut c_void,
    err: hs_sink,
    ctx: *mut c_void,
) -> i32;
/// See [`hs_plugin_v1::identify`].
pub type hs_identify =
    unsafe extern "C" fn(state: *mut c_void, batch: hs_bytes, out: hs_sink, ctx: *mut c_void) -> i32;
/// See [`hs_plugin_v1::close`].
pub type hs_close = unsafe extern "C" fn(state: *mut c_void);
/// Type of the exported symbol.
pub type hs_entry = unsafe extern "C" fn() -> *const hs_plugin_v1;

// SAFETY: the table is immutable and its pointers lead to static data and code.
unsafe impl Sync for hs_plugin_v1 {}

// The same numbers stand as _Static_assert in the header: neither side can drift alone.
const WORD: usize = size_of::<*const ()>();
const _: () = assert!(size_of::<hs_bytes>() == 2 * WORD);
const _: () = assert!(offset_of!(hs_host_v1, ctx) == 8);
const _: () = assert!(size_of::<hs_host_v1>() == 8 + 3 * WORD);
const _: () = assert!(offset_of!(hs_plugin_v1, manifest) == 16);
const _: () = assert!(offset_of!(hs_plugin_v1, open) == 16 + 2 * WORD);
const _: () = assert!(size_of::<hs_plugin_v1>() == 16 + 5 * WORD);
