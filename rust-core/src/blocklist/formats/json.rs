//! JSON: PhoneBlock (`numbers`), callblockerd (`entries`, whose numbers are beginnings), Saracroche's ranges, arrays and
//! objects of numbers under whatever name, objects keyed by number, a single item, and one value a line. Streamed: an item
//! at a time, whatever the size of the list.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::bounded::{BoundError, io};
use super::item::{self, Found};
use super::json_source::JsonSource;
use super::names::{self, Role};
use super::{EntrySink, FormatError, MAX_LINE, Unknown};

pub(super) fn read(source: &mut dyn Read, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let source = JsonSource::new(source);
    let mut state = State { sink, line: 0, failed: None, source: &source, is_callblockerd: false, is_known: false };
    let mut deserializer = serde_json::Deserializer::from_reader(&source);
    loop {
        source.set_budget(MAX_LINE);
        let read = Items { state: &mut state, within: Within::Top }.deserialize(&mut deserializer);
        if let Some(error) = state.failed {
            return Err(error);
        }
        // Blanks behind a value are no part of any item.
        source.set_budget(usize::MAX);
        let ended = read.map(|()| deserializer.end().is_ok());
        match ended {
            Ok(true) if state.is_known => return Ok(()),
            Ok(true) => return Err(FormatError::NotAList(Unknown::Json)),
            // Another value follows, as in files of one value a line; what is none is an error above.
            Ok(false) => {}
            Err(error) => return Err(fault(error, state.line.max(1))),
        }
    }
}

fn fault(error: serde_json::Error, line: u64) -> FormatError {
    if !error.is_io() {
        return FormatError::Damaged { line };
    }
    let error = std::io::Error::from(error);
    if BoundError::of(&error) == Some(BoundError::TooLong) { FormatError::TooLong { line } } else { io(error) }
}

struct State<'s, 'r> {
    sink: &'s mut EntrySink<'r>,
    line: u64,
    failed: Option<FormatError>,
    source: &'s JsonSource<'s>,
    /// An entry had a date as only callblockerd writes: the numbers of `entries` are beginnings.
    is_callblockerd: bool,
    /// Something of a list was found.
    is_known: bool,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Top,
    /// Under a name that lists have: every text is meant to be a number.
    List,
    /// Under `prefixes`: every text is a beginning.
    Prefixes,
    /// Under `entries`: callblockerd's beginnings, or another program's numbers.
    Entries,
    /// Under a name such as `whitelist`.
    Allowed,
    /// Under another name: what looks like a number is one.
    Elsewhere,
}

impl Within {
    fn named(name: &str) -> Self {
        let role = names::role_of(name);
        if names::normal(name) == "entries" {
            Self::Entries
        } else if role == Role::Allows {
            Self::Allowed
        } else if role == Role::Prefix {
            Self::Prefixes
        } else if names::is_list_name(name) {
            Self::List
        } else {
            Self::Elsewhere
        }
    }
}

/// A list at any depth: an array of items, or an object that holds one, is keyed by numbers, or is an item itself.
struct Items<'i, 's, 'r> {
    state: &'i mut State<'s, 'r>,
    within: Within,
}

impl State<'_, '_> {
    /// Gives up with one of our own errors.
    fn check<E: serde::de::Error>(&mut self, done: Result<(), FormatError>) -> Result<(), E> {
        done.map_err(|error| {
            self.failed = Some(error);
            E::custom("stopped")
        })
    }

    fn take<E: serde::de::Error>(&mut self, item: &Value, within: Within) -> Result<(), E> {
        self.line += 1;
        let counted = self.sink.count_line();
        self.check(counted)?;
        self.is_callblockerd |= ["date_modified", "date_created"].iter().any(|name| item.get(name).is_some());
        let are_beginnings = within == Within::Prefixes || (within == Within::Entries && self.is_callblockerd);
        let found =
            Found { are_beginnings, is_allowed: within == Within::Allowed, is_meant: within != Within::Elsewhere };
        let taken = item::take(self.sink, self.line, item, found);
        let done = taken.map(|known| self.is_known |= known);
        self.check(done)
    }
}

impl<'de> DeserializeSeed<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of numbers, or an object that holds one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        // An empty list is one, where its name or place says so.
        self.state.is_known |= self.within != Within::Elsewhere;
        loop {
            self.state.source.set_budget(MAX_LINE);
            let Some(item) = items.next_element::<Value>()? else { return Ok(()) };
            self.state.take(&item, self.within)?;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Self { state, within } = self;
        let (mut item, mut holds_list) = (Map::new(), false);
        loop {
            state.source.set_budget(MAX_LINE);
            let Some(name) = fields.next_key::<String>()? else { break };
            let counted = state.sink.count_line();
            state.check(counted)?;
            let next = state.source.next_value();
            match (name.as_str(), next) {
                ("version", _) => {
                    let version = fields.next_value::<Value>()?;
                    state.sink.set_version(version.as_u64());
                }
                (_, Some(b'[' | b'{')) if !item::is_key(&name) => {
                    let here = Within::named(&name);
                    // `{"blacklist": {"groups": […]}}` stays within the list.
                    let within = if here == Within::Elsewhere && within != Within::Top { within } else { here };
                    holds_list |= within != Within::Elsewhere;
                    fields.next_value_seed(Items { state, within })?;
                }
                _ if item::is_key(&name) || item::is_field(&name) => {
                    let value = fields.next_value::<Value>()?;
                    if item::is_key(&name) {
                        let keyed = Value::Object(Map::from_iter([(name, value)]));
                        state.take(&keyed, within)?;
                        holds_list = true;
                    } else {
                        item.insert(name, value);
                    }
                }
                _ => {
                    // Passed over without being kept.
                    state.source.set_budget(usize::MAX);
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        let is_item = item.keys().any(|name| item::names_number(name));
        if is_item && !holds_list { state.take(&Value::Object(item), within) } else { Ok(()) }
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.state.take(&Value::from(text), self.within)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.state.take(&Value::from(number), self.within)
    }
}
