//! Call + context -> verdict: the ordered stages, one file a stage, and the trace. Pure: everything a stage
//! looks at is in `Call` and `Context`, gathered by `Core` before.

mod call;
mod context;
mod counts;
mod record;
mod rule;
mod settings;
mod stage;
mod trace;
mod verdict;

pub use call::{Call, Contact, Verification};
pub use context::{Context, ListAnswer, ListMatch, RuleHit};
pub use counts::{CallCounts, CountBy};
pub use record::{CallOutcome, CallRecord, NewCall, SourceRef};
pub use rule::{Rule, RuleId, RuleKind, Schedule, Window};
pub use settings::{ForeignOption, QuietHours, RepeatedCall, Settings, Switch};
pub use stage::{judge, with_contact};
pub use trace::{Finding, Saw, Source, StageName, Trace};
pub use verdict::{Action, Reason, Verdict};
