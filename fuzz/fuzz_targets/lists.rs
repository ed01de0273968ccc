//! See `stufo_fuzz::lists`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::lists(data));
