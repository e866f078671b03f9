//! A collection of a million rows, against what reading it and writing as many bytes costs without identifying anything,
//! and against Python's mere echo of it: `cargo bench -p headstamp --bench batch`.
//!
//! All run in turns, on the same file and to files in the same folder. Ratios count; the seconds depend on the machine.

#![allow(clippy::expect_used, clippy::panic, missing_docs, unreachable_pub, dead_code)]

mod support;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use support::{folder, headstamp, judged, median, python, run, verdict};

const PRODUCERS: &str = "945 41 71 31 311 351 501 61 81 17 60 188 539 270 711 3 LC FN IK PPU ППУ 21 22 04 05 (10) ((10)) \
    GFL POF KF MKE WCC FNM S&B NR HP CBC XQZ 8475 9?5 TZZ OFN";
const CALIBRES: [&str; 7] = [
    "7.62x39", "7.62x54R", "12.7x108", "5.56x45", "9x19", "7.62x51", "5.45x39",
];
const MARKINGS: usize = 5000;

const ECHO: &str = "import csv,json,sys
w=open(sys.argv[2],'w')
for r in csv.DictReader(open(sys.argv[1],encoding='utf-8')): w.write(json.dumps(r)+'\\n')
w.close()";

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next()).expect("31 bits") % n
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next()).expect("31 bits")) / f64::from(1_u32 << 31)
    }
}

/// Markings as often as collections have them: few of them very often, most of them hardly ever (Zipf-Mandelbrot).
fn repeated(path: &Path, rows: usize) {
    let mut random = Random(1);
    let producers: Vec<&str> = PRODUCERS.split_whitespace().collect();
    let mut markings = Vec::new();
    let mut seen = std::collections::HashSet::new();
    while markings.len() < MARKINGS {
        let gap = [" ", "_", " / ", "-"][random.below(4)];
        let (producer, year) = (producers[random.below(producers.len())], random.below(100));
        let marking = format!("{producer}{gap}{year:02},{}", CALIBRES[random.below(7)]);
        if seen.insert(marking.clone()) {
            markings.push(marking);
        }
    }
    let mut sum = 0.0;
    let until: Vec<f64> = (0..MARKINGS)
        .map(|i| {
            sum += 1.0 / (f64::from(u32::try_from(i).expect("few")) + 6.0).powf(1.998);
            sum
        })
        .collect();
    write(path, rows, |_| {
        let at = random.share() * sum;
        markings[until.partition_point(|u| *u < at).min(MARKINGS - 1)].clone()
    });
}

/// Every row another marking.
fn distinct(path: &Path, rows: usize) {
    write(path, rows, |i| {
        format!(
            "{} {:02} {},{}",
            10 + i / 100 % 890,
            i % 100,
            1 + i / 89_000,
            CALIBRES[i % 7]
        )
    });
}

fn write(path: &Path, rows: usize, mut marking: impl FnMut(usize) -> String) {
    let mut out = BufWriter::new(File::create(path).expect("a file for the bench"));
    writeln!(out, "id,marks,calibre,recovered_on,place,incident,notes").expect("room");
    for i in 0..rows {
        let (y, m, d, p, n) = (2014 + i % 9, 1 + i % 9, i % 9, i % 400, i % 2300);
        writeln!(
            out,
            "C-{i},{},{y}-0{m}-1{d},Place {p},I-{n},some words",
            marking(i)
        )
        .expect("room");
    }
    out.flush().expect("room");
}

/// Reads all rows and writes so many bytes for each, without looking at them.
fn echo(from: &Path, to: &Path, bytes: usize) -> Duration {
    let begun = Instant::now();
    let mut reader = csv::Reader::from_path(from).expect("the file is there");
    let mut record = csv::ByteRecord::new();
    let line = vec![b'x'; bytes];
    let mut out = BufWriter::with_capacity(256 << 10, File::create(to).expect("a file for the bench"));
    while reader.read_byte_record(&mut record).expect("rows") {
        out.write_all(&line).expect("room");
    }
    out.flush().expect("room");
    begun.elapsed()
}

/// The most memory that a run had, in megabytes.
#[cfg(target_os = "linux")]
fn memory(mut command: Command) -> Option<f64> {
    let mut child = command.spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait().expect("a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
        most = kilobytes.map(|k| k / 1000.0).or(most);
        std::thread::sleep(Duration::from_millis(2));
    }
    most
}

#[cfg(not(target_os = "linux"))]
fn memory(_: Command) -> Option<f64> {
    None
}

fn main() -> ExitCode {
    let (rows, rounds) = if judged() { (1_000_000, 5) } else { (2_000, 1) };
    let dir = folder("bench-batch");
    let (input, out) = (dir.join("rows.csv"), dir.join("answers.jsonl"));
    let (single, echoed) = (dir.join("distinct.csv"), dir.join("echo.jsonl"));
    repeated(&input, rows);
    distinct(&single, rows / 5);
    let batch = |file: &Path, more: &[&str]| {
        let mut command = headstamp();
        command.arg("batch").arg(file).arg("-o").arg(&out).args(more);
        command
    };
    // As a user does it: to a file that is not there yet.
    let anew = |command: &mut Command, file: &Path| {
        let _ = std::fs::remove_file(file);
        run(command)
    };
    run(&mut batch(&input, &[]));
    let size = usize::try_from(std::fs::metadata(&out).expect("the answers").len()).expect("64 bits") / rows;
    let python = python();
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..rounds {
        times[0].push(anew(&mut batch(&input, &[]), &out));
        let _ = std::fs::remove_file(&echoed);
        times[1].push(echo(&input, &echoed, size));
        if let Some(python) = python {
            let mut command = Command::new(python);
            times[2].push(anew(command.args(["-c", ECHO]).arg(&input).arg(&echoed), &echoed));
        }
        times[3].push(anew(&mut batch(&single, &["--no-plugins"]), &out));
    }
    let seconds = |times: &mut Vec<Duration>| median(times).as_secs_f64();
    let [ours, plain, slow, alone] = &mut times;
    let (ours, plain, alone) = (seconds(ours), seconds(plain), seconds(alone));
    println!("{rows} rows, all plugins, {size} bytes a row: {ours:.2} s");
    println!("reading and writing as many bytes: {plain:.2} s");
    let mut kept = verdict(
        "of the rows a second of mere reading and writing",
        plain / ours,
        0.6,
        true,
    );
    if python.is_some() {
        let slow = seconds(slow);
        println!("Python's echo: {slow:.2} s");
        kept &= verdict("times Python's echo", slow / ours, 8.0, true);
    } else {
        println!("Python's echo: not run: there is no python3");
    }
    match memory(batch(&input, &[])) {
        Some(most) => kept &= verdict("megabytes at most", most, 100.0, false),
        None => println!("memory: not run: this system does not tell it"),
    }
    let each = u32::try_from(rows / 5).map_or(0.0, f64::from) / alone / 1000.0;
    println!(
        "{} rows, each another marking, no plugins: {alone:.2} s",
        rows / 5
    );
    kept &= verdict("thousand rows a second", each, 150.0, true);
    for file in [&input, &out, &single, &echoed] {
        let _ = std::fs::remove_file(file);
    }
    if kept || !judged() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
