//! What can be seen in the file without loading it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use headstamp_plugin_api::abi;
use object::elf::{DT_NEEDED, FileHeader64};
use object::read::elf::{Dyn, FileHeader};
use object::{Endianness, Object};

use super::{Code, Report};

/// Libraries that belong to every system and bring no rights.
const LIBRARIES: [&str; 9] = [
    "libc.",
    "libm.",
    "libgcc_s.",
    "libpthread.",
    "libdl.",
    "librt.",
    "ld-linux",
    "libstdc++.",
    "ld-musl",
];

/// Functions that a plugin has no use for, and that fail in the sandbox.
const FUNCTIONS: [&str; 27] = [
    "accept",
    "accept4",
    "bind",
    "connect",
    "dlmopen",
    "dlopen",
    "execl",
    "execle",
    "execlp",
    "execv",
    "execve",
    "execvp",
    "fexecve",
    "fork",
    "getaddrinfo",
    "listen",
    "popen",
    "posix_spawn",
    "posix_spawnp",
    "ptrace",
    "sendto",
    "setuid",
    "socket",
    "socketpair",
    "system",
    "unlink",
    "vfork",
];

/// The library of sockets on Windows. A plugin in Rust names its functions whether it calls them or not: the GNU linker keeps
/// what the standard library could ask for.
const WINDOWS_SOCKETS: &[u8] = b"ws2_32.dll";

pub(super) fn check(path: &Path, report: &mut Report) {
    let parsed = fs::read(path).map_err(|error| error.to_string());
    let looked = parsed.and_then(|bytes| look(&bytes).map_err(|error| error.to_string()));
    match looked {
        Ok(seen) => {
            report.note(Code::EXPORTS, seen.exports());
            report.note(Code::IMPORTS, seen.imports());
        }
        Err(error) => {
            report.fail(
                Code::EXPORTS,
                format!("the file cannot be read as a library: {error}"),
            );
            report.skip(Code::IMPORTS, "the file cannot be read as a library");
        }
    }
}

struct Seen {
    exports: BTreeSet<String>,
    imports: BTreeSet<String>,
    libraries: Vec<String>,
}

fn look(bytes: &[u8]) -> object::Result<Seen> {
    let file = object::File::parse(bytes)?;
    // Mach-O puts an underscore before every name.
    let plain = |name: &[u8]| {
        let name = String::from_utf8_lossy(name).into_owned();
        match file.format() {
            object::BinaryFormat::MachO => name.strip_prefix('_').map(str::to_owned).unwrap_or(name),
            _ => name,
        }
    };
    Ok(Seen {
        exports: file
            .exports()?
            .iter()
            .map(|export| plain(export.name()))
            .collect(),
        imports: file
            .imports()?
            .iter()
            .filter(|import| !import.library().eq_ignore_ascii_case(WINDOWS_SOCKETS))
            .map(|import| plain(import.name()))
            .collect(),
        libraries: needed(bytes).unwrap_or_default(),
    })
}

/// The libraries that an ELF file asks for; other formats say them with each import, and less reliably.
fn needed(bytes: &[u8]) -> Option<Vec<String>> {
    let header = FileHeader64::<Endianness>::parse(bytes).ok()?;
    let endian = header.endian().ok()?;
    let sections = header.sections(endian, bytes).ok()?;
    let (entries, strings) = sections.dynamic(endian, bytes).ok()??;
    let strings = sections.strings(endian, bytes, strings).ok()?;
    let needed = entries.iter().filter(|entry| entry.tag(endian) == DT_NEEDED);
    let names = needed.filter_map(|entry| entry.string(endian, strings).ok());
    Some(
        names
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect(),
    )
}

impl Seen {
    fn exports(&self) -> Result<String, String> {
        if !self.exports.contains(abi::SYMBOL) {
            return Err(format!("{} is not among its exports", abi::SYMBOL));
        }
        let others = self
            .exports
            .iter()
            .filter(|name| *name != abi::SYMBOL)
            .take(5)
            .cloned()
            .collect::<Vec<_>>();
        if others.is_empty() {
            Ok(String::new())
        } else {
            Err(format!("it also exports {}", others.join(", ")))
        }
    }

    fn imports(&self) -> Result<String, String> {
        let known = |library: &&String| !LIBRARIES.iter().any(|prefix| library.starts_with(prefix));
        let libraries = self.libraries.iter().filter(known).cloned();
        let functions = self
            .imports
            .iter()
            .filter(|name| FUNCTIONS.contains(&name.as_str()))
            .cloned();
        let found = libraries.chain(functions).collect::<Vec<_>>();
        if found.is_empty() {
            Ok(String::new())
        } else {
            Err(format!("it asks for {}", found.join(", ")))
        }
    }
}
