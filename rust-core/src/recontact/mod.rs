//! Objection tools: who called again after what, the opposition register, evidence, complaint drafts.
