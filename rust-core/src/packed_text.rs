//! Texts that the library holds compressed until they are asked for: on a phone each kilobyte counts. `build.rs` packs them.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// The text of one of the library's own DEFLATE streams. They always read, and tests read them; were one not to, its text
/// would be missing from a screen and no call be judged otherwise.
pub(crate) fn inflated(stream: &[u8]) -> String {
    let mut text = String::new();
    match DeflateDecoder::new(stream).read_to_string(&mut text) {
        Ok(_) => text,
        Err(_) => String::new(),
    }
}
