//! tmp
use crate::moment::Moment;
use crate::number::*;
use crate::policy::*;
#[derive(Debug, thiserror::Error)]
#[error("bad pattern")]
pub struct PatternError;
pub struct Pattern(PhoneNumber);
pub enum PatternKind {
    Exact,
}
impl PatternKind {
    pub fn name(&self) -> &'static str {
        "exact"
    }
}
impl Pattern {
    pub fn parse(t: &str, h: Region) -> Result<Self, PatternError> {
        PhoneNumber::parse(t, h).map(Pattern).map_err(|_| PatternError)
    }
    pub fn kind(&self) -> PatternKind {
        PatternKind::Exact
    }
    pub fn display(&self, _h: Region) -> String {
        self.0.to_string()
    }
    pub fn covers(&self) -> Option<u64> {
        Some(1)
    }
    pub fn specificity(&self) -> u32 {
        15
    }
    pub fn range(&self) -> Option<KeyRange> {
        Some(KeyRange { first: self.0.key(), last: self.0.key() })
    }
    pub fn matches(&self, c: &Caller) -> bool {
        c.key() == Some(self.0.key())
    }
}
pub struct RuleSet(Vec<Rule>, Region);
impl RuleSet {
    pub fn compile(r: Vec<Rule>, h: Region) -> (Self, Vec<()>) {
        (Self(r, h), vec![])
    }
    pub fn find(&self, k: RuleKind, c: &Caller, _at: Moment, _s: Option<u8>) -> Option<(&Rule, u32)> {
        self.0
            .iter()
            .find(|r| r.kind == k && r.enabled && Pattern::parse(&r.pattern, self.1).is_ok_and(|p| p.matches(c)))
            .map(|r| (r, 15))
    }
}
pub struct PastCall {
    pub key: NumberKey,
    pub wanted: bool,
    pub utc_millis: i64,
}
pub struct Suggestion {
    pub pattern: String,
    pub range: KeyRange,
    pub callers: usize,
    pub calls: usize,
    pub covers: u64,
    pub last_millis: i64,
}
pub fn suggest(_p: &[PastCall], _h: Region) -> Vec<Suggestion> {
    vec![]
}
