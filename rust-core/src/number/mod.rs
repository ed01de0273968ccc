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
pub fn never_block(_c: &Caller, _h: Region) -> Option<&'static str> {
    None
}
pub fn is_emergency(_c: &Caller, _h: Region) -> bool {
    false
}
pub fn never_block_overlaps(_r: KeyRange, _h: Region) -> bool {
    false
}
impl PhoneNumber {
    pub fn region(self) -> Option<Region> {
        None
    }
    pub fn display(self, _h: Region) -> String {
        self.to_string()
    }
    pub fn line_type(self) -> Lt {
        Lt
    }
}
pub struct Lt;
impl Lt {
    pub fn name(&self) -> &'static str {
        "unknown"
    }
}
