//! See `stufo_fuzz::backup`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| stufo_fuzz::backup(data));
