//! libstufo.so: parse, delegate, convert.
