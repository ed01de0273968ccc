//! What belongs where: `contract` golden files, `cli` the built binary, `faults` broken stores, `kill` crashes.
