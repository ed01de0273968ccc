//! Telephone numbers: reading what a person, a list or Telecom wrote into one canonical value, and facts
//! about it (country, line type, whether it may never be blocked). Holds no SQL and no rules.

mod caller;
mod key;
mod parse;
mod phone_number;
mod region;

pub use caller::{Caller, HiddenKind, OtherCaller, Presentation, RawCaller, ShortCode};
pub use key::{KeyRange, NumberKey};
pub use parse::ParseError;
pub use phone_number::PhoneNumber;
pub use region::{Region, RegionError};
