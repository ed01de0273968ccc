//! See `stufo_fuzz::patterns`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::patterns(data));
