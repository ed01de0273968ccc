//! See `stufo_fuzz::drafts`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::drafts(data));
