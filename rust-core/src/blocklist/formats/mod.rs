//! One parser a file; the form is detected from content, or named.
