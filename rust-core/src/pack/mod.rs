//! The built-in national packs: ranges reserved for marketing, from data files with source and certainty.
