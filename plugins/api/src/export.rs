//! The C side of a [`Plugin`]: everything unsafe that an author does not have to write.
//!
//! No panic leaves these functions. Unwinding out of `extern "C"` aborts the process, so it is caught here,
//! inside the plugin, where the panic machinery is the plugin's own.

use std::any::Any;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::abi::{self, hs_bytes, hs_host_v1, hs_plugin_v1, hs_sink};
use crate::author::{OpenData, Plugin};
use crate::wire::Request;

/// Exports a type that implements [`Plugin`] as the plugin of this library. Use it once per crate.
#[macro_export]
macro_rules! export_plugin {
    ($plugin:ty) => {
        #[cfg(panic = "abort")]
        compile_error!("a plugin catches its panics; do not build it with panic = \"abort\"");

        const _: () = {
            static TABLE: $crate::abi::hs_plugin_v1 = $crate::export::table::<$plugin>();

            // The name is part of the contract, long enough not to be met elsewhere, and resolved in this
            // library only (RTLD_LOCAL).
            #[unsafe(no_mangle)]
            extern "C" fn headstamp_plugin_v1() -> *const $crate::abi::hs_plugin_v1 {
                &raw const TABLE
            }
        };
    };
}

/// The table of `P`. Used by [`export_plugin!`](crate::export_plugin).
pub const fn table<P: Plugin>() -> hs_plugin_v1 {
    hs_plugin_v1 {
        magic: abi::MAGIC,
        struct_size: size_of::<hs_plugin_v1>() as u32,
        abi_major: abi::ABI_MAJOR,
        abi_minor: abi::ABI_MINOR,
        reserved: 0,
        manifest: hs_bytes::lend(P::MANIFEST.as_bytes()),
        open: Some(open::<P>),
        identify: Some(identify::<P>),
        close: Some(close::<P>),
    }
}

unsafe extern "C" fn open<P: Plugin>(
    _host: *const hs_host_v1,
    config: hs_bytes,
    state: *mut *mut c_void,
    err: hs_sink,
    ctx: *mut c_void,
) -> i32 {
    // SAFETY: the host lends the sink and its context for the time of this call.
    let mut sink = unsafe { Sink::new(err, ctx) };
    // SAFETY: the host lends the configuration for the time of this call.
    let config = unsafe { config.as_slice() };
    match guarded(|| OpenData::parse(config).and_then(|data| P::open(&data))) {
        Ok(Ok(plugin)) => {
            // SAFETY: the host hands a place for one pointer.
            unsafe { state.write(Box::into_raw(Box::new(plugin)).cast()) };
            abi::OK
        }
        Ok(Err(message)) => sink.error(abi::BAD_REQUEST, &message),
        Err(panic) => sink.error(abi::INTERNAL, &panic),
    }
}

unsafe extern "C" fn identify<P: Plugin>(
    state: *mut c_void,
    batch: hs_bytes,
    out: hs_sink,
    ctx: *mut c_void,
) -> i32 {
    // SAFETY: the host lends the sink and its context for the time of this call.
    let mut sink = unsafe { Sink::new(out, ctx) };
    // SAFETY: `state` was made by `open` of the same table and is not closed yet.
    let Some(plugin) = (unsafe { state.cast::<P>().as_ref() }) else {
        return sink.error(abi::BAD_REQUEST, "the plugin is not open");
    };
    // SAFETY: the host lends the batch for the time of this call.
    let batch = unsafe { batch.as_slice() };
    let answered = guarded(|| {
        assert!(batch != abi::PANIC_PROBE, "as the conformance kit asked");
        let request: Request = serde_json::from_slice(batch).map_err(|error| error.to_string())?;
        serde_json::to_vec(&plugin.answer(&request)).map_err(|error| error.to_string())
    });
    match answered {
        Ok(Ok(answer)) => sink.write(&answer),
        Ok(Err(message)) => sink.error(abi::BAD_REQUEST, &message),
        Err(panic) => sink.error(abi::INTERNAL, &panic),
    }
}

unsafe extern "C" fn close<P: Plugin>(state: *mut c_void) {
    if state.is_null() {
        return;
    }
    // SAFETY: made by `open` with `Box::into_raw`; the host closes once.
    let plugin = unsafe { Box::from_raw(state.cast::<P>()) };
    // Nothing can be said any more, and a panic while closing loses nothing.
    let _ = guarded(|| drop(plugin));
}

/// The host's sink, for the time of one call.
struct Sink {
    write: hs_sink,
    ctx: *mut c_void,
}

impl Sink {
    /// # Safety
    /// `write` must accept `ctx` for as long as the value lives.
    unsafe fn new(write: hs_sink, ctx: *mut c_void) -> Self {
        Self { write, ctx }
    }

    fn write(&mut self, part: &[u8]) -> i32 {
        // SAFETY: promised to `new`; the bytes live until the call returns.
        match unsafe { (self.write)(self.ctx, hs_bytes::lend(part)) } {
            0 => abi::OK,
            _ => abi::CANCELLED,
        }
    }

    fn error(&mut self, code: i32, message: &str) -> i32 {
        let error = serde_json::json!({ "error": { "code": code, "message": message } });
        let _ = self.write(error.to_string().as_bytes());
        code
    }
}

/// Runs `work`; a panic becomes its message.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // `AssertUnwindSafe`: after a panic the host gives this state no more than further shared calls, and
    // an author who keeps interior state across them has been told that answers must not depend on it.
    catch_unwind(AssertUnwindSafe(work)).map_err(panic_message)
}

fn panic_message(payload: Box<dyn Any + Send>) -> String {
    let message = if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "no message".to_owned()
    };
    // Dropping a payload may itself panic; leaking it cannot.
    std::mem::forget(payload);
    format!("panicked: {message}")
}
