//! What crosses the boundary, made to harm: times without end, numbers at the edge of their type, texts of every kind,
//! fields that do not belong, JSON that is none. Every request ends in an object or in a named error: never in a panic
//! (debug builds check each sum), never with a number in the error's text, and what the user made is there afterwards.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use stufo_core::api::{ApiError, Core, Incoming};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::{Action, Contact, Verification};
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

/// Who is asked, and by what names.
const QUERIES: [&str; 24] = [
    "home",
    "history",
    "call",
    "explain",
    "history_groups",
    "rules",
    "preview",
    "suggestions",
    "counts",
    "settings",
    "packs",
    "export",
    "backup",
    "backup_preview",
    "objection",
    "objections",
    "recontact",
    "evidence",
    "evidence_export",
    "complaint",
    "letter",
    "lists",
    "sync_log",
    "version",
];
const COMMANDS: [&str; 22] = [
    "callers_rule",
    "undo",
    "rule_save",
    "rule_delete",
    "rule_enable",
    "settings_patch",
    "waiting",
    "call_note",
    "call_contact",
    "call_wanted",
    "call_rang",
    "network_country",
    "call_delete",
    "notice_dismiss",
    "restore",
    "list_add",
    "list_update",
    "list_remove",
    "rpo_set",
    "objection_save",
    "objection_delete",
    "maintain",
];

/// One request to one of the four functions.
#[derive(Debug, Clone)]
struct Asked {
    function: usize,
    text: String,
}

fn edge() -> impl Strategy<Value = i64> {
    let edges = [i64::MIN, i64::MIN + 1, -86_400_001, -1, 0, i64::from(i32::MAX), 1 << 53, i64::MAX - 1, i64::MAX];
    let near = [1, 2, 3, 20, NOON.utc_millis, NOON.utc_millis + 1];
    prop_oneof![1 => select(edges.to_vec()), 1 => select(near.to_vec())]
}

fn moment() -> impl Strategy<Value = Value> {
    let offsets = [i32::MIN, -1_441, -60, 0, 60, 1_441, i32::MAX];
    (edge(), select(offsets.to_vec())).prop_map(|(utc, offset)| json!({ "utc_millis": utc, "offset_minutes": offset }))
}

fn text() -> impl Strategy<Value = String> {
    let made = [
        "",
        " ",
        "\0",
        "+",
        "112",
        "118",
        "+3906988877",
        "06 988877*",
        "/(06988877)+/",
        "/((((((((((((((((((((((((((((((((((x?){99}){99}){99}))))))))))))))))))))))))))))))))))/",
        "0698887#",
        "*",
        "٠٦٩٨٨٨٧٧",
        "\u{202e}06988877\u{feff}",
        "e\u{301}\u{1f4a5}",
        "' OR 1=1 --",
        "%_",
        "1795518000000.1",
        "-9223372036854775808.9223372036854775807",
        "9223372036854775808.0",
        "2028-03-01",
        "0000-01-01",
        "9999-12-31",
        "2026-02-30",
        "IT",
        "FR",
        "ZZ",
        "https://lists.example/a",
        "javascript:3906988877",
        "{\"stufo_backup\":1}",
        "{\"stufo_backup\":1,\"rules\":[{\"pattern\":\"3906988877\"}]}",
    ];
    let words = [
        "day",
        "hour",
        "reason",
        "list",
        "csv",
        "json",
        "block",
        "allow",
        "reject",
        "silence",
        "merge",
        "replace",
        "found",
        "objected",
        "answered",
        "tel",
        "sip",
        "phone",
        "phoneblock",
        "plain",
        "changes",
        "manifest",
        "index",
        "cut_off",
        "cancelled",
        "after_objection",
        "user_block",
    ];
    prop_oneof![
        4 => select(made.to_vec()).prop_map(str::to_owned),
        4 => select(words.to_vec()).prop_map(str::to_owned),
        1 => (select(vec!["9", "\u{0}", "\u{1f4a5}", "(", "*", "a,"]), 1_000..9_000_usize).prop_map(|(part, n)| part.repeat(n)),
        1 => any::<String>(),
    ]
}

/// A value of any kind, or an object of the fields that some request knows.
fn any_value() -> impl Strategy<Value = Value> {
    let strange =
        [json!(u64::MAX), json!(1e308), json!(-0.0), json!(0.5), json!([1, 2]), json!(vec![1; 300]), json!(["reject"])];
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => select(strange.to_vec()),
        4 => edge().prop_map(Value::from),
        4 => text().prop_map(Value::from),
        2 => moment(),
    ];
    leaf.prop_recursive(
        2,
        12,
        6,
        |inner| prop_oneof![1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from), 4 => fields(inner)],
    )
}

/// Names of fields, of every request and of what lies inside; a value of any kind for each.
fn fields(value: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    let names = [
        "id",
        "limit",
        "before",
        "search",
        "actions",
        "hidden",
        "list_id",
        "reason",
        "caller",
        "address",
        "scheme",
        "presentation",
        "verification",
        "contact",
        "sim",
        "pattern",
        "kind",
        "schedule",
        "form",
        "by",
        "from_millis",
        "to_millis",
        "text",
        "ids",
        "code",
        "calls",
        "call_id",
        "fields",
        "days",
        "rule",
        "patch",
        "enabled",
        "outcome",
        "note",
        "mode",
        "list",
        "objection",
        "enrolled_on",
        "renewed_on",
        "until_millis",
        "now",
        "metered",
        "accept",
        "files",
        "url",
        "status",
        "headers",
        "file",
        "failure",
        "bytes",
        "there",
        "step",
        "name",
        "origin",
        "region",
        "action",
        "public_key",
        "interval_hours",
        "wifi_only",
        "numbers",
        "company",
        "how",
        "at",
        "label",
        "created_millis",
        "keep_days",
        "keep_calls",
        "quiet_hours",
        "from_minute",
        "to_minute",
        "switch",
        "repeated_call",
        "within_minutes",
        "dialled_days",
        "emergency_window_minutes",
        "waiting_until_millis",
        "pack_rows",
        "foreign",
        "countries",
        "retry-after",
        "etag",
    ];
    prop::collection::vec((select(names.to_vec()), value), 0..8)
        .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}

/// What each request needs, right in its kind, so that most get past the first look.
fn likely() -> impl Strategy<Value = Map<String, Value>> {
    let text = || text().prop_map(Value::from);
    let edge = || edge().prop_map(Value::from);
    let named = |names: &[&'static str]| select(names.to_vec()).prop_map(Value::from);
    let day = || named(&["2028-03-01", "0000-01-01", "9999-12-31", "2020-02-29"]);
    let rule = (named(&["block", "allow"]), text(), named(&["reject", "silence", "allow"]), edge()).prop_map(
        |(kind, pattern, action, created)| {
            json!({ "id": 0, "kind": kind, "pattern": pattern, "action": action, "created_millis": created })
        },
    );
    let list = (text(), text(), edge())
        .prop_map(|(name, origin, hours)| json!({ "name": name, "origin": origin, "interval_hours": hours }));
    let objection = (text(), text(), moment())
        .prop_map(|(company, number, at)| json!({ "company": company, "numbers": [number], "at": at }));
    let patch =
        (select(vec![0_u32, 1, u32::MAX]), edge(), select(vec![0_u16, u16::MAX])).prop_map(|(days, until, minutes)| {
            json!({
                "keep_days": days, "keep_calls": days, "dialled_days": days, "waiting_until_millis": until,
                "repeated_call": { "enabled": true, "within_minutes": minutes }, "emergency_window_minutes": minutes,
            })
        });
    let note = prop_oneof![1 => text(), 1 => Just(Value::from("n".repeat(5_000)))];
    let cursor = named(&["1795518000000.2", "-9223372036854775808.-1", "9223372036854775807.9223372036854775807"]);
    let first = (
        edge(),
        edge(),
        edge(),
        edge(),
        text(),
        text(),
        prop::option::of(cursor),
        named(&["day", "hour", "reason", "list"]),
    );
    let second = (rule, list, objection, patch, day(), day(), named(&["csv", "json"]));
    let third = (
        named(&["block", "allow"]),
        named(&["merge", "replace"]),
        named(&["list", "changes", "manifest", "index", "file"]),
        edge(),
        note,
    );
    (first, second, third).prop_map(|(first, second, third)| {
        let (id, limit, from, to, pattern, before, cursor, by) = first;
        let (rule, list, objection, patch, enrolled, renewed, form) = second;
        let (kind, mode, step, number, note) = third;
        let all = json!({
            "id": id, "list_id": id, "call_id": id, "limit": limit, "from_millis": from, "to_millis": to, "pattern": pattern,
            "search": pattern, "address": pattern, "text": pattern, "before": cursor, "by": by, "rule": rule, "list": list,
            "objection": objection, "patch": patch, "enrolled_on": enrolled, "renewed_on": renewed, "form": form,
            "kind": kind, "mode": mode, "step": step, "ids": [id, 1], "calls": [1, id], "days": number, "until_millis": number,
            "enabled": true, "outcome": "objected", "note": note, "contact": "not_found", "now": true, "status": 500,
            "bytes": number, "headers": { "retry-after": before, "etag": pattern }, "fields": { "company": pattern },
        });
        let Value::Object(all) = all else { return Map::new() };
        all
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    let name = prop_oneof![
        6 => select(QUERIES.to_vec()).prop_map(|name| (0_usize, name)),
        8 => select(COMMANDS.to_vec()).prop_map(|name| (1_usize, name)),
        1 => Just((2, "")),
        2 => Just((3, "")),
    ];
    let kept = prop::collection::vec(prop::bool::weighted(0.85), 40);
    let strange = prop::option::weighted(0.25, fields(any_value()));
    let made = (name, moment(), likely(), kept, strange).prop_map(|((function, name), at, likely, kept, strange)| {
        let kept = likely.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(field, _)| field);
        let mut object: Map<String, Value> = kept.collect();
        if let Some(Value::Object(strange)) = strange {
            object.extend(strange);
        }
        object.insert("at".to_owned(), at);
        object.insert(if function == 0 { "ask" } else { "do" }.to_owned(), name.into());
        Asked { function, text: Value::Object(object).to_string() }
    });
    (made, any::<prop::sample::Index>(), 0..24_u8).prop_map(|(mut asked, place, how)| {
        let cut = asked.text.floor_char_boundary(place.index(asked.text.len() + 1));
        match how {
            0 => asked.text.truncate(cut),
            1 => asked.text.insert_str(cut, "\"\\ud800\""),
            2 => asked.text.insert_str(cut, &"[".repeat(100_000)),
            3 => asked.text.insert(cut, '\0'),
            _ => {}
        }
        asked
    })
}

fn put(core: &Core, asked: &Asked) -> Result<String, ApiError> {
    match asked.function {
        0 => core.query(&asked.text),
        1 => core.command(&asked.text),
        2 => core.sync_plan(&asked.text),
        _ => core.sync_apply(&asked.text),
    }
}

/// Digits that only requests hold: an error that shows them quotes the request.
fn quotes_nothing(error: &ApiError) {
    assert!(!error.message.contains("988877"), "{}: {}", error.code.name(), error.message);
    assert!(error.message.len() < 200 && !error.message.contains('\0'), "{} bytes", error.message.len());
}

/// A store in use: a rule, a call that it ended, two that rang, an objection, a list.
fn fill(core: &Core) {
    let rule = json!({ "kind": "block", "pattern": "02 5555*", "action": "reject", "label": "kept" });
    let _rule = tell(core, "rule_save", json!({ "rule": rule }));
    for number in ["0255551234", "0612345678", "0612345679"] {
        let _call = receive(core, &incoming(Some(number), NOON), Contact::NotFound);
    }
    let objection = json!({ "company": "Energia", "numbers": ["0612345678"] });
    let _objection = tell(core, "objection_save", json!({ "objection": objection }));
    let _list = tell(core, "list_add", json!({ "list": { "name": "l", "origin": "https://lists.example/a" } }));
}

/// All that the user made, as it is written into a file.
fn kept(core: &Core) -> Value {
    ask(core, "backup", json!({})).get("text").cloned().expect("a backup")
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::with_cases(cases) }
}

/// Retention counts back from now; before 1970 there is nothing to delete.
#[test]
fn a_clock_that_went_wrong_forgets_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    fill(&core);
    let _settings = tell(&core, "settings_patch", json!({ "patch": { "keep_days": u32::MAX } }));
    let before = kept(&core);
    for utc_millis in [i64::MIN, 0] {
        let now = json!({ "do": "maintain", "at": { "utc_millis": utc_millis, "offset_minutes": 0 } });
        let told = core.command(&now.to_string()).expect("done");
        assert_eq!(told, json!({ "forgotten": 0 }).to_string());
    }
    assert_eq!(kept(&core), before);
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn every_request_ends_in_an_answer_or_changes_nothing(requests in prop::collection::vec(asked(), 1..40)) {
        let folder = tempfile::tempdir().expect("a folder");
        let core = core(folder.path());
        fill(&core);
        let mut before = kept(&core);
        for asked in &requests {
            let answered = put(&core, asked);
            let after = kept(&core);
            match answered {
                Ok(answer) => prop_assert!(serde_json::from_str::<Value>(&answer).expect("JSON").is_object()),
                Err(error) => {
                    quotes_nothing(&error);
                    prop_assert_eq!(&after, &before);
                }
            }
            before = after;
        }
        // Whatever was asked, the core goes on.
        let _home = ask(&core, "home", json!({}));
        let _call = core.screen(&incoming(Some("0255551234"), NOON)).expect("calls are judged");
    }

    /// Whoever calls, whenever the phone thinks it is: the call is judged and recorded, and help is never stopped.
    #[test]
    fn every_call_is_judged(
        calls in prop::collection::vec((text(), text(), edge(), any::<i32>(), -1..6_i32, any::<u8>(), edge()), 1..30),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let core = core(folder.path());
        fill(&core);
        for (address, scheme, utc_millis, offset_minutes, code, sim, id) in &calls {
            let at = Moment { utc_millis: *utc_millis, offset_minutes: *offset_minutes };
            let address = Some(address.as_str()).filter(|_| *code != 5);
            let scheme = Some(if *code == 4 { scheme.as_str() } else { "tel" });
            let raw = RawCaller { scheme, address, presentation: Presentation::from_code(*code) };
            let verification = Verification::from_code(*code);
            let call = Incoming { raw, verification, at, sim: Some(*sim) };
            let screened = core.screen(&call).expect("judged");
            let again = core.overrule(screened.call_id, Contact::Found).expect("it is in the record");
            prop_assert_eq!(again.call_id, screened.call_id);
            if let Err(error) = core.overrule(*id, Contact::NotFound) {
                quotes_nothing(&error);
            }
            core.outgoing(&RawCaller { presentation: Presentation::Allowed, ..raw }, at).expect("noted");
        }
        let help = core.screen(&incoming(Some("112"), NOON)).expect("judged");
        prop_assert_eq!(help.verdict.action, Action::Allow);
        let _home = ask(&core, "home", json!({}));
    }
}
