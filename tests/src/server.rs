//! A web server on this machine that misbehaves as told, for the tests of fetching.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The content, with this ETag; answers 304 to the same ETag and 206 to a range.
    Content(Vec<u8>, &'static str),
    /// A status with headers and no content.
    Status(u16, Vec<(&'static str, String)>),
    /// Announces all bytes, sends the first ones, and closes the connection; with this ETag.
    CutAfter(Vec<u8>, usize, &'static str),
    /// Says that fewer bytes come than do.
    TooLong(Vec<u8>, usize),
    /// A byte now and then, for ever.
    SlowDrip,
    /// Zeros for ever.
    Endless,
    /// Takes the request and says nothing.
    Silent,
    /// Hangs up without a word.
    HangUp,
    /// Not HTTP.
    Junk,
}

/// A request as it came: path, then headers in small letters.
pub type Seen = (String, BTreeMap<String, String>);

/// The server; stops when dropped.
pub struct Server {
    address: SocketAddr,
    replies: Arc<Mutex<BTreeMap<String, Reply>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a port of the loopback interface.
    ///
    /// # Panics
    /// When there is no port.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("bound");
        let replies = Arc::new(Mutex::new(BTreeMap::new()));
        let (seen, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (known, log, stopped) = (Arc::clone(&replies), Arc::clone(&seen), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::Acquire) {
                    return;
                }
                let (known, log, stopped) = (Arc::clone(&known), Arc::clone(&log), Arc::clone(&stopped));
                // A client that hangs up early is what many of these tests are about.
                std::thread::spawn(move || drop(serve(&stream, &known, &log, &stopped)));
            }
        });
        Self { address, replies, seen, stop, thread: Some(thread) }
    }

    /// The address of a path, which begins with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// From now on answers a path so.
    pub fn reply(&self, path: &str, reply: Reply) {
        self.replies.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), reply);
    }

    /// Answers with every file under a folder, by its path.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn serve_folder(&self, prefix: &str, folder: &std::path::Path) {
        for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
            let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.serve_folder(&path, &entry.path());
            } else {
                self.reply(&path, Reply::Content(std::fs::read(entry.path()).expect("a file"), ""));
            }
        }
    }

    /// The requests since the last time this was asked.
    #[must_use]
    pub fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // Wakes the listener.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn serve(
    stream: &TcpStream,
    replies: &Mutex<BTreeMap<String, Reply>>,
    seen: &Mutex<Vec<Seen>>,
    stop: &AtomicBool,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let path = lines.next().transpose()?.unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let reply = replies.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
    seen.lock().unwrap_or_else(PoisonError::into_inner).push((path, headers.clone()));
    let mut out = stream;
    match reply {
        None => out.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        Some(Reply::Content(content, etag)) => answer(out, &content, etag, &headers),
        Some(Reply::Status(status, fields)) => {
            let mut head = format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n");
            for (name, value) in fields {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            out.write_all(format!("{head}\r\n").as_bytes())
        }
        Some(Reply::CutAfter(content, most, etag)) => {
            out.write_all(head(200, content.len(), etag, "").as_bytes())?;
            out.write_all(content.get(..most).unwrap_or(&content))
        }
        Some(Reply::TooLong(content, said)) => {
            out.write_all(head(200, said, "", "").as_bytes())?;
            out.write_all(&content)
        }
        Some(Reply::SlowDrip) => {
            out.write_all(head(200, 1 << 20, "", "").as_bytes())?;
            while !stop.load(Ordering::Acquire) {
                out.write_all(b"3")?;
                std::thread::sleep(Duration::from_millis(50));
            }
            Ok(())
        }
        Some(Reply::Endless) => {
            out.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let zeros = vec![b'0'; 1 << 16];
            while !stop.load(Ordering::Acquire) {
                out.write_all(&zeros)?;
            }
            Ok(())
        }
        Some(Reply::Silent) => {
            while !stop.load(Ordering::Acquire) {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(())
        }
        Some(Reply::HangUp) => Ok(()),
        Some(Reply::Junk) => out.write_all(b"220 this is a mail server\r\n"),
    }
}

fn answer(mut out: &TcpStream, content: &[u8], etag: &str, asked: &BTreeMap<String, String>) -> std::io::Result<()> {
    if !etag.is_empty() && asked.get("if-none-match").is_some_and(|known| known == etag) {
        return out.write_all(head(304, 0, etag, "").as_bytes());
    }
    let first = asked.get("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let same = asked.get("if-range").is_none_or(|known| known == etag);
    match first.filter(|first: &usize| same && *first < content.len()) {
        Some(first) => {
            let rest = content.get(first..).unwrap_or_default();
            let range = format!("Content-Range: bytes {first}-{}/{}\r\n", content.len() - 1, content.len());
            out.write_all(head(206, rest.len(), etag, &range).as_bytes())?;
            out.write_all(rest)
        }
        None => {
            out.write_all(head(200, content.len(), etag, "").as_bytes())?;
            out.write_all(content)
        }
    }
}

fn head(status: u16, length: usize, etag: &str, more: &str) -> String {
    let etag = if etag.is_empty() { String::new() } else { format!("ETag: {etag}\r\n") };
    format!("HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\n{etag}{more}Connection: close\r\n\r\n")
}
