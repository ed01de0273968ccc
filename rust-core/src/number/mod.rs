//! Telephone numbers: reading what a person, a list or Telecom wrote into one canonical value, and facts
//! about it (country, place, line type, whether it may never be blocked). Holds no SQL and no rules.

mod caller;
mod facts;
mod key;
mod never_block;
mod parse;
mod parse_error;
mod phone_number;
mod place;
mod plan;
mod region;

pub use caller::{Caller, HiddenKind, OtherCaller, Presentation, RawCaller, ShortCode};
pub use facts::LineType;
pub use key::{KeyRange, NumberKey};
pub use never_block::{NeverBlock, is_emergency, never_block, never_block_overlaps};
pub use parse_error::ParseError;
pub use phone_number::PhoneNumber;
pub use place::Place;
pub use plan::regions;
pub use region::{Region, RegionError};
