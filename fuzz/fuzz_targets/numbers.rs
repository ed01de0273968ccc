//! See `stufo_fuzz::numbers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::numbers(data));
