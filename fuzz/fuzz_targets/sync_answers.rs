//! See `stufo_fuzz::sync_answers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::sync_answers(data));
