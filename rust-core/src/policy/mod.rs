//! Call + context -> verdict: the ordered stages, one file a stage, and the trace. Pure: everything a stage
//! looks at is in `Call` and `Context`, gathered by `Core` before.

mod call;
mod context;
mod counts;
mod judge;
mod level;
mod level_options;
mod opinion;
mod record;
mod rule;
mod rule_set;
mod settings;
mod source;
mod stage;
mod stage_name;
mod time_window;
mod trace;
mod verdict;

pub use call::{Call, Contact, Verification};
pub use context::{Context, ListAnswer, ListMatch, ListsUnreadable, RuleHit};
pub use counts::{CallCounts, CountBy};
pub use judge::{judge, with_contact};
pub use level::Level;
pub use opinion::Opinion;
pub use record::{CallOffer, CallOutcome, CallRecord, NewCall};
pub use rule::{Rule, RuleId, RuleKind, Schedule, Window};
pub use rule_set::{RuleProblem, RuleSet, Ruling};
pub use settings::{BurstGuard, ForeignOption, OptionLimits, OwnNumber, QuietHours, RepeatedCall, Settings, Switch};
pub use source::{Source, SourceRef};
pub use stage::{NO_COUNTRY, emergency_window, foreign_country};
pub use stage_name::StageName;
pub use time_window::TimeWindow;
pub use trace::{Finding, Saw, Trace};
pub use verdict::{Action, Reason, Verdict};
