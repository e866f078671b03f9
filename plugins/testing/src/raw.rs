//! Answers that no honest plugin gives.

use headstamp_plugin_api::abi;

pub(crate) fn answer(id: u32, what: &str, write: &mut dyn FnMut(&[u8]) -> i32) -> i32 {
    let clue = r#"{"marks":[0],"role":"type","value":"x","rule":"raw"}"#;
    let text = match what {
        "empty" => return abi::OK,
        "code-2" => return abi::INTERNAL,
        "code-77" => return 77,
        "error" => {
            write(br#"{"error":{"code":1,"message":"I do not like this batch"}}"#);
            return abi::BAD_REQUEST;
        }
        "gigabyte" => {
            let part = vec![b'['; 1 << 20];
            // Goes on after it was told to stop.
            for _ in 0..1024 {
                write(&part);
            }
            return abi::OK;
        }
        "not-utf8" => {
            write(b"{\"items\":[{\"id\":0,\"clues\":[{\"value\":\"\xff\xfe\"}]}]}");
            return abi::OK;
        }
        "deep" => "[".repeat(200_000),
        "deep-item" => {
            format!(
                r#"{{"items":[{{"id":{id},"clues":{}{}}}]}}"#,
                "[".repeat(50_000),
                "]".repeat(50_000)
            )
        }
        "wrong-id" => format!(r#"{{"items":[{{"id":99999,"clues":[{clue}]}}]}}"#),
        "twice" => format!(r#"{{"items":[{{"id":{id},"clues":[{clue}]}},{{"id":{id},"clues":[{clue}]}}]}}"#),
        "nan" => format!(r#"{{"items":[{{"id":{id},"clues":[{{"marks":[NaN]}}]}}]}}"#),
        "weights" => format!(
            r#"{{"items":[{{"id":{id},"clues":[{}]}}]}}"#,
            clue.replace("\"rule\"", r#""weight":-1e308,"probability":NaN,"rule""#)
        ),
        "negative" => format!(
            r#"{{"items":[{{"id":{id},"clues":[{}]}}]}}"#,
            clue.replace("[0]", "[-1]")
        ),
        "far-mark" => format!(
            r#"{{"items":[{{"id":{id},"clues":[{}]}}]}}"#,
            clue.replace("[0]", "[7]")
        ),
        "role" => format!(
            r#"{{"items":[{{"id":{id},"clues":[{}]}}]}}"#,
            clue.replace("type", "verdict")
        ),
        "escape" => format!(
            r#"{{"items":[{{"id":{id},"clues":[{}]}}]}}"#,
            clue.replace("\"x\"", r#""\u001b[2J""#)
        ),
        "fat" => {
            let fat = "x".repeat(100 << 10);
            format!(
                r#"{{"items":[{{"id":{id},"clues":[{}]}}]}}"#,
                clue.replace("\"x\"", &format!("\"{fat}\""))
            )
        }
        _ => "neither JSON nor anything else".to_owned(),
    };
    write(text.as_bytes());
    abi::OK
}
