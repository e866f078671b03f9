fn main() {
    let bytes = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let tables = headstamp_core::tables::Tables::open(&bytes).unwrap();
    let id = headstamp_core::identify::Identifier::new(tables);
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut p = line.split('|').map(str::trim);
        let marks = p.next().unwrap();
        let cal = p.next().filter(|c| !c.is_empty());
        let m = match headstamp_core::notation::Marking::parse(marks) { Ok(m) => m, Err(e) => { println!("{line}: {e}"); continue } };
        let mut o = headstamp_core::observation::Observation::of(m);
        if let Some(c) = cal { o = o.with_calibre(&tables, c); }
        let inf = id.infer(&o, &[]);
        let a = id.answer(&o, &[], &inf, headstamp_core::render::Detail { lang: "en", evidence: true });
        println!("== {line} => {} unknown {} levels {:?} key {}", a.status, a.unknown_probability, a.levels, a.sample.key);
        for c in a.candidates.iter().take(4) {
            println!("   {:.3} {} {} {:?} y={:?} {}", c.probability, c.producer.id, c.producer.name, c.producer.state, c.years.iter().take(3).map(|y| format!("{}..{} {:.2}", y.from, y.to, y.probability)).collect::<Vec<_>>(), c.basis);
            if std::env::var("V").is_ok() { for e in c.evidence.iter() { println!("        + {}", e.says); } for e in c.contradictions.iter() { println!("        - {}", e.says); } }
        }
        println!("   settle: {:?}", a.would_settle);
    }
}
