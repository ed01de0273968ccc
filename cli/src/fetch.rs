//! Fetching one step of a sync over HTTP(S) or from a path, within its bounds. Judges no content: that is the core's.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use serde::Deserialize;
use serde_json::{Value, json};
use stufo_core::sync::is_web_address;
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body, Error};
use url::Url;

const REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(20);
/// A server that says nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// One step, as the core plans it (docs/formats/sync.md).
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Step {
    pub(crate) list_id: i64,
    step: String,
    url: String,
    headers: std::collections::BTreeMap<String, String>,
    max_bytes: u64,
    resume_from: u64,
    pub(crate) file: String,
}

/// What keeps an answer from being whole.
struct Cut {
    why: &'static str,
    /// Bytes that came.
    bytes: u64,
    /// Bytes that the file now holds, from its beginning on.
    there: u64,
    headers: Value,
}

/// A client that is patient for so long in all.
pub(crate) struct Fetcher {
    agent: Agent,
}

impl Fetcher {
    pub(crate) fn new(patience: Duration) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT.min(patience)))
            .timeout_per_read(Some(SILENCE.min(patience)))
            .timeout_global(Some(patience))
            .user_agent(concat!("stufo/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent() }
    }

    /// Fetches a step into `file` and gives what the core's `sync_apply` takes.
    pub(crate) fn fetch(&self, step: &Step, file: &Path, bar: &ProgressBar) -> Value {
        let came = if is_web_address(&step.url) { self.over_http(step, file, bar) } else { from_path(step, file) };
        let mut answer = came.unwrap_or_else(
            |cut| json!({ "failure": cut.why, "bytes": cut.bytes, "there": cut.there, "headers": cut.headers }),
        );
        if let Some(fields) = answer.as_object_mut() {
            fields.extend([
                ("list_id".to_owned(), json!(step.list_id)),
                ("step".to_owned(), json!(step.step)),
                ("url".to_owned(), json!(step.url)),
            ]);
        }
        answer
    }

    fn over_http(&self, step: &Step, file: &Path, bar: &ProgressBar) -> Result<Value, Cut> {
        let cut = |why| Cut { why, bytes: 0, there: 0, headers: json!({}) };
        // What is there must be what the core counted, or the transfer begins anew.
        let there = std::fs::metadata(file).map_or(0, |file| file.len());
        let resume_from = if there == step.resume_from { step.resume_from } else { 0 };
        let mut url = Url::parse(&step.url).map_err(|_| cut("refused_redirect"))?;
        for _ in 0..=REDIRECTS {
            if !is_web_address(url.as_str()) {
                return Err(cut("refused_redirect"));
            }
            let mut request = self.agent.get(url.as_str()).header("Accept-Encoding", "identity");
            for (name, value) in &step.headers {
                request = request.header(name, value);
            }
            if resume_from > 0 {
                request = request.header("Range", format!("bytes={resume_from}-"));
            }
            let answer = request.call().map_err(|error| cut(why_none(&error)))?;
            let target = answer.headers().get("location").and_then(|value| value.to_str().ok());
            match (answer.status().as_u16(), target) {
                (301 | 302 | 303 | 307 | 308, Some(target)) => {
                    url = url.join(target).map_err(|_| cut("refused_redirect"))?;
                }
                _ => return receive(answer, step, file, resume_from, bar),
            }
        }
        Err(cut("refused_redirect"))
    }
}

fn receive(
    answer: Response<Body>,
    step: &Step,
    file: &Path,
    resume_from: u64,
    bar: &ProgressBar,
) -> Result<Value, Cut> {
    let status = answer.status().as_u16();
    let headers = names_and_values(answer.headers());
    let kept = match status {
        200 => 0,
        206 if resume_from > 0 => resume_from,
        _ => return Ok(json!({ "status": status, "headers": headers, "bytes": 0 })),
    };
    let cut = |why, there| Cut { why, bytes: 0, there, headers: headers.clone() };
    let mut into = open_at(file, kept).map_err(|_| cut("no_room", 0))?;
    let mut body = answer.into_body().into_reader();
    let mut taken = kept;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) => return Err(Cut { bytes: taken - kept, ..cut(why_cut(&error), taken) }),
        };
        taken += count as u64;
        if taken > step.max_bytes {
            return Err(Cut { bytes: taken - kept, ..cut("too_large", 0) });
        }
        into.write_all(buffer.get(..count).unwrap_or_default()).map_err(|_| cut("no_room", 0))?;
        bar.inc(count as u64);
    }
    Ok(json!({ "status": status, "headers": headers, "file": file, "bytes": taken - kept }))
}

/// Opens the file and drops what lies behind `kept`.
fn open_at(file: &Path, kept: u64) -> std::io::Result<File> {
    let mut into = OpenOptions::new().create(true).truncate(false).write(true).open(file)?;
    into.set_len(kept)?;
    into.seek(SeekFrom::Start(kept))?;
    Ok(into)
}

/// A list or repository on this machine.
fn from_path(step: &Step, file: &Path) -> Result<Value, Cut> {
    let cut = |why| Cut { why, bytes: 0, there: 0, headers: json!({}) };
    let Ok(source) = File::open(&step.url) else {
        return Ok(json!({ "status": 404, "headers": {}, "bytes": 0 }));
    };
    let mut into = open_at(file, 0).map_err(|_| cut("no_room"))?;
    let taken = std::io::copy(&mut source.take(step.max_bytes + 1), &mut into).map_err(|_| cut("cut_off"))?;
    if taken > step.max_bytes {
        return Err(cut("too_large"));
    }
    Ok(json!({ "status": 200, "headers": {}, "file": file, "bytes": taken }))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the client has many faults; the core knows few")]
fn why_none(error: &Error) -> &'static str {
    match error {
        Error::Timeout(_) => "too_slow",
        _ => "no_connection",
    }
}

/// Why a body that had begun did not come whole.
fn why_cut(error: &std::io::Error) -> &'static str {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    if error.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(|inner| matches!(inner, Error::Timeout(_))) {
        "too_slow"
    } else {
        "cut_off"
    }
}

fn names_and_values(headers: &HeaderMap) -> Value {
    let text = |value: &ureq::http::HeaderValue| value.to_str().map(str::to_owned).ok();
    headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), json!(text(value)?)))).collect()
}
