//! What can happen while an item is answered.

use std::hint::black_box;
use std::time::Duration;

#[allow(clippy::panic)] // That is what it is for.
pub(crate) fn panic() -> ! {
    panic!("as asked")
}

pub(crate) fn perform(deed: &str) {
    match deed {
        "panic" => panic(),
        "abort" => std::process::abort(),
        "exit" => std::process::exit(0),
        "segfault" => segfault(),
        "overflow" => {
            black_box(overflow(black_box(1)));
        }
        "loop" => loop {
            std::hint::spin_loop();
        },
        "sleep" => std::thread::sleep(Duration::from_secs(60)),
        "wait-abort" => {
            std::thread::sleep(Duration::from_millis(150));
            std::process::abort();
        }
        "allocate" => allocate(),
        "print" => {
            for number in 0..2000 {
                println!("line {number} that has no business here");
            }
        }
        "thread" => {
            std::thread::spawn(|| {
                loop {
                    std::thread::sleep(Duration::from_millis(1));
                    println!("still here");
                }
            });
        }
        "threads" => {
            for _ in 0..10_000 {
                std::thread::spawn(|| std::thread::sleep(Duration::from_secs(60)));
            }
        }
        "late-crash" => {
            std::thread::spawn(|| {
                // Late enough for its answer to be out on a busy machine.
                std::thread::sleep(Duration::from_millis(300));
                std::process::abort();
            });
        }
        #[cfg(unix)]
        "stop" => {
            // SAFETY: a signal to this process.
            unsafe { libc::raise(libc::SIGSTOP) };
        }
        #[cfg(unix)]
        "close" => {
            for descriptor in 0..256 {
                // SAFETY: nothing here uses them afterwards; that the rest of the process does is the point.
                unsafe { libc::close(descriptor) };
            }
        }
        #[cfg(unix)]
        "scribble" => {
            for descriptor in 0..64 {
                // SAFETY: the buffer has as many bytes.
                unsafe { libc::write(descriptor, b"scribble scribble".as_ptr().cast(), 17) };
            }
        }
        #[cfg(unix)]
        "flood" => {
            std::thread::spawn(flood);
        }
        #[cfg(unix)]
        "fork" => fork(),
        #[cfg(unix)]
        "kill-host" => {
            // SAFETY: signals to other processes.
            unsafe {
                libc::kill(libc::getppid(), libc::SIGKILL);
            }
        }
        _ => {}
    }
}

fn segfault() {
    // SAFETY: none; that is the point.
    unsafe { std::ptr::without_provenance_mut::<u8>(8).write_volatile(1) };
}

#[allow(unconditional_recursion)] // That is what it is for.
fn overflow(depth: u64) -> u64 {
    let here = black_box([depth; 64]);
    overflow(here[0] + 1) + here[63]
}

fn allocate() {
    let mut kept = Vec::new();
    loop {
        kept.push(black_box(vec![1_u8; 16 << 20]));
    }
}

/// Children that hold the pipes open, until no more can be made.
#[cfg(unix)]
fn fork() {
    for _ in 0..200 {
        // SAFETY: the child does nothing but sleep.
        if unsafe { libc::fork() } == 0 {
            std::thread::sleep(Duration::from_secs(20));
            std::process::exit(0);
        }
    }
}

/// Frames that nobody asked for, for as long as somebody takes them.
#[cfg(unix)]
fn flood() {
    let mut frame = (1_u32 << 20).to_le_bytes().to_vec();
    frame.extend([5, 0, 0, 0, 0]);
    frame.resize(frame.len() + (1 << 20), b' ');
    loop {
        for descriptor in 3..8 {
            // SAFETY: the buffer has as many bytes.
            unsafe { libc::write(descriptor, frame.as_ptr().cast(), frame.len()) };
        }
    }
}
