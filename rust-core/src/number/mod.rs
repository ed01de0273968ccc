//! Telephone numbers: reading what a user, a list or Telecom wrote into one canonical value, and facts
//! about it (country, place, line type, whether it may never be blocked). Holds no SQL and no rules.

mod beginning;
mod caller;
mod chars;
mod dialled;
mod facts;
mod key;
mod list_key;
mod never_block;
mod parse;
mod phone_number;
mod place;
mod plan;
mod region;

pub(crate) use beginning::read_filled;
pub use beginning::{Beginning, BeginningError, read_beginning};
pub use caller::{Caller, HiddenKind, OtherCaller, Presentation, RawCaller, ShortCode};
pub use chars::{decimal_digit, is_extension, is_plus, is_separator};
pub(crate) use dialled::begins_with_service_code;
pub use facts::LineType;
pub use key::{KeyRange, NumberKey};
pub use list_key::ListKey;
pub use never_block::{
    NeverBlock, Protection, always_rings_overlaps, is_emergency, is_out_of_reach_of_lists, never_block,
    never_block_overlaps,
};
pub(crate) use parse::without_scheme;
pub use phone_number::{ParseError, PhoneNumber};
pub use place::Place;
pub use plan::regions;
pub use region::{Region, RegionError};
