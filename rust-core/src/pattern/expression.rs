//! A user's regular expression: linear-time, bounded in size, compiled once when first needed.

use std::sync::{Arc, OnceLock};

use regex_lite::{Regex, RegexBuilder};

use super::Target;

/// Bytes a compiled expression may take: enough for any sensible one, too little for `(\d{99}){99}`.
const MAX_COMPILED: usize = 64 * 1024;
/// Brackets within brackets.
const MAX_NESTING: u32 = 20;

/// Clones share what was compiled.
#[derive(Clone)]
pub(super) struct Expression {
    text: Arc<str>,
    compiled: Arc<OnceLock<Option<Regex>>>,
}

impl Expression {
    /// `text` without its slashes.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.into(), compiled: Arc::default() }
    }

    pub(super) fn compiles(&self) -> bool {
        self.regex().is_some()
    }

    /// Asked of the number with `+`, and of its digits as dialled at home; of a short code's digits; of a caller that is no
    /// number as it is shown. An expression that does not compile matches nothing.
    pub(super) fn matches(&self, target: &Target<'_>) -> bool {
        let Some(regex) = self.regex() else { return false };
        if let Some(text) = target.text {
            return regex.is_match(text);
        }
        let Some(key) = target.key else { return false };
        let digits = key.digits();
        let text = if key.is_short_code() { digits } else { format!("+{digits}") };
        regex.is_match(&text) || target.national().is_some_and(|national| regex.is_match(national))
    }

    fn regex(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.text).size_limit(MAX_COMPILED).nest_limit(MAX_NESTING).build().ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}
