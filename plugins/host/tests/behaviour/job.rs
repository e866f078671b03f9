//! What a job object keeps a worker from. Where the system says that it keeps no limits, the level must say so, too.

use headstamp_plugin_host::SandboxLevel;

use crate::support::{Place, plain, testing};

pub(crate) fn limits() {
    let (testing, alpha) = (testing(), plain("alpha", &[]));
    let place = Place::apart(&[&testing, &alpha]);
    let sandbox = place.run(&["x"]).plugins[0].sandbox.clone().unwrap();
    assert!(
        sandbox.missing.iter().any(|rule| rule.contains("files")),
        "{sandbox}"
    );
    if sandbox.level == SandboxLevel::Process {
        assert!(
            sandbox.missing.iter().any(|rule| rule.contains("job object")),
            "{sandbox:?}"
        );
        println!("not run: needs a system that keeps the limits of job objects");
        return;
    }
    let outcome = place.run(&["x", "try:exec whoami.exe", "y"]);
    let said = outcome.of("testing");
    assert!(said[1].starts_with("refused"), "{said:?}");
    for deed in ["do:allocate", "do:threads"] {
        let outcome = place.run(&["x", deed, "y"]);
        assert_eq!(outcome.of("alpha"), ["alpha"; 3], "{deed}");
        let said = outcome.of("testing");
        assert_eq!((said[0].as_str(), said[2].as_str()), ("x", "y"), "{deed}");
        assert!(said[1] == "!" || said[1] == deed, "{deed}: {said:?}");
    }
}
