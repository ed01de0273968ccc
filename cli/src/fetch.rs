//! Fetching one step of a sync over HTTP(S) or from a path, within its bounds. Judges no content: that is the core's.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use stufo_core::contract::sync::{StepFailure, StepResponse, SyncApplyRequest};
use stufo_core::sync::{FetchFailure, ResponseHeaders, SyncStep, is_web_address};
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body, Error};
use url::Url;

const REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(20);
/// A server that says nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// Why no whole response came, and what did.
struct Interrupted {
    failure: FetchFailure,
    /// Bytes that came.
    bytes: u64,
    /// Bytes that the file now holds, from its beginning on.
    there: u64,
    headers: ResponseHeaders,
}

impl Interrupted {
    /// Nothing came.
    fn before_body(failure: FetchFailure) -> Self {
        Self { failure, bytes: 0, there: 0, headers: ResponseHeaders::new() }
    }
}

/// A whole response.
struct Fetched {
    status: u16,
    headers: ResponseHeaders,
    /// Whether the body is in the step's file.
    has_body: bool,
    /// Bytes that came.
    bytes: u64,
}

/// An HTTP client with a time limit for each response.
pub(crate) struct Fetcher {
    agent: Agent,
}

impl Fetcher {
    pub(crate) fn new(timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT.min(timeout)))
            .timeout_per_read(Some(SILENCE.min(timeout)))
            .timeout_global(Some(timeout))
            .user_agent(concat!("stufo/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent() }
    }

    /// Fetches a step into `file` and gives what the core's `sync_apply` takes.
    pub(crate) fn fetch(&self, step: &SyncStep, file: &Path, bar: &ProgressBar) -> SyncApplyRequest {
        let fetched = if is_web_address(&step.url) { self.over_http(step, file, bar) } else { from_path(step, file) };
        match fetched {
            Ok(Fetched { status, headers, has_body, bytes }) => SyncApplyRequest::Response(StepResponse {
                list_id: step.list_id,
                step: step.step,
                url: step.url.clone(),
                status,
                headers,
                file: has_body.then(|| file.display().to_string()),
                bytes,
            }),
            Err(Interrupted { failure, bytes, there, headers }) => SyncApplyRequest::Failure(StepFailure {
                list_id: step.list_id,
                step: step.step,
                url: step.url.clone(),
                failure,
                headers,
                bytes,
                there,
            }),
        }
    }

    fn over_http(&self, step: &SyncStep, file: &Path, bar: &ProgressBar) -> Result<Fetched, Interrupted> {
        let refused = || Interrupted::before_body(FetchFailure::RefusedRedirect);
        // What is there must be what the core counted, or the transfer starts anew.
        let there = std::fs::metadata(file).map_or(0, |file| file.len());
        let resume_from = if there == step.resume_from { step.resume_from } else { 0 };
        let mut url = Url::parse(&step.url).map_err(|_| refused())?;
        for _ in 0..=REDIRECTS {
            if !is_web_address(url.as_str()) {
                return Err(refused());
            }
            let mut request = self.agent.get(url.as_str()).header("Accept-Encoding", "identity");
            for (name, value) in &step.headers {
                request = request.header(name, value);
            }
            if resume_from > 0 {
                request = request.header("Range", format!("bytes={resume_from}-"));
            }
            let answer = request.call().map_err(|error| Interrupted::before_body(failure_of_request(&error)))?;
            let target = answer.headers().get("location").and_then(|value| value.to_str().ok());
            match (answer.status().as_u16(), target) {
                (301 | 302 | 303 | 307 | 308, Some(target)) => {
                    url = url.join(target).map_err(|_| refused())?;
                }
                _ => return receive(answer, step, file, resume_from, bar),
            }
        }
        Err(refused())
    }
}

fn receive(
    answer: Response<Body>,
    step: &SyncStep,
    file: &Path,
    resume_from: u64,
    bar: &ProgressBar,
) -> Result<Fetched, Interrupted> {
    let status = answer.status().as_u16();
    let headers = names_and_values(answer.headers());
    let kept = match status {
        200 => 0,
        206 if resume_from > 0 => resume_from,
        _ => return Ok(Fetched { status, headers, has_body: false, bytes: 0 }),
    };
    let cut = |failure, bytes, there| Interrupted { failure, bytes, there, headers: headers.clone() };
    let mut into = open_at(file, kept).map_err(|_| cut(FetchFailure::NoRoom, 0, 0))?;
    let mut body = answer.into_body().into_reader();
    let mut taken = kept;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) => return Err(cut(failure_of_body(&error), taken - kept, taken)),
        };
        taken += count as u64;
        if taken > step.max_bytes {
            return Err(cut(FetchFailure::TooLarge, taken - kept, 0));
        }
        into.write_all(buffer.get(..count).unwrap_or_default()).map_err(|_| cut(FetchFailure::NoRoom, 0, 0))?;
        bar.inc(count as u64);
    }
    Ok(Fetched { status, headers, has_body: true, bytes: taken - kept })
}

/// Opens the file and drops what lies behind `kept`.
fn open_at(file: &Path, kept: u64) -> std::io::Result<File> {
    let mut into = OpenOptions::new().create(true).truncate(false).write(true).open(file)?;
    into.set_len(kept)?;
    into.seek(SeekFrom::Start(kept))?;
    Ok(into)
}

/// A list or repository on this machine.
fn from_path(step: &SyncStep, file: &Path) -> Result<Fetched, Interrupted> {
    let cut = Interrupted::before_body;
    let Ok(source) = File::open(&step.url) else {
        return Ok(Fetched { status: 404, headers: ResponseHeaders::new(), has_body: false, bytes: 0 });
    };
    let mut into = open_at(file, 0).map_err(|_| cut(FetchFailure::NoRoom))?;
    let taken =
        std::io::copy(&mut source.take(step.max_bytes + 1), &mut into).map_err(|_| cut(FetchFailure::CutOff))?;
    if taken > step.max_bytes {
        return Err(cut(FetchFailure::TooLarge));
    }
    Ok(Fetched { status: 200, headers: ResponseHeaders::new(), has_body: true, bytes: taken })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the client has many faults; the core knows few")]
fn failure_of_request(error: &Error) -> FetchFailure {
    match error {
        Error::Timeout(_) => FetchFailure::TooSlow,
        _ => FetchFailure::NoConnection,
    }
}

/// Why a body that had begun did not come whole.
fn failure_of_body(error: &std::io::Error) -> FetchFailure {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    if error.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(|inner| matches!(inner, Error::Timeout(_))) {
        FetchFailure::TooSlow
    } else {
        FetchFailure::CutOff
    }
}

fn names_and_values(headers: &HeaderMap) -> ResponseHeaders {
    let text = |value: &ureq::http::HeaderValue| value.to_str().map(str::to_owned).ok();
    headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect()
}
