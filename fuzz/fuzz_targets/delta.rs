//! See `stufo_fuzz::delta`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::delta(data));
