//! Apple property lists, as the call blockers of iPhones exchange them: a tree of `dict`, `array`, `key` and values. A
//! dictionary whose fields name a number is an item, and so is a text in an array.

use serde_json::{Map, Value};

use super::item::{self, Found};
use super::names::{self, Role};
use super::{EntrySink, FormatError, MAX_LINE};

/// Dictionaries and arrays that are open, outermost first.
#[derive(Default)]
pub(super) struct Plist {
    open: Vec<Container>,
    /// Something of a list was found.
    pub(super) is_known: bool,
}

#[derive(Default)]
struct Container {
    is_dict: bool,
    key: Option<String>,
    /// The name under which the container stands.
    name: Option<String>,
    fields: Map<String, Value>,
    bytes: usize,
}

impl Plist {
    pub(super) fn start(&mut self, tag: &str) {
        if matches!(tag, "dict" | "array") {
            let parent = self.open.last_mut();
            let name = parent.and_then(|parent| if parent.is_dict { parent.key.take() } else { parent.name.clone() });
            self.open.push(Container { is_dict: tag == "dict", name, ..Container::default() });
        }
    }

    pub(super) fn end(
        &mut self,
        tag: &str,
        text: &str,
        line: &mut u64,
        sink: &mut EntrySink<'_>,
    ) -> Result<(), FormatError> {
        match tag {
            "key" => {
                if let Some(open) = self.open.last_mut() {
                    open.bytes += text.len();
                    open.key = Some(text.to_owned());
                }
                Ok(())
            }
            "dict" | "array" => {
                let Some(closed) = self.open.pop() else { return Ok(()) };
                let is_item = closed.fields.keys().any(|name| item::names_number(name) || item::is_key(name));
                if is_item {
                    self.take(&Value::Object(closed.fields), closed.name.as_deref(), line, sink)
                } else {
                    Ok(())
                }
            }
            _ => self.value(tag, text, line, sink),
        }
    }

    /// A value: a field of the open dictionary, or an item of the open array.
    pub(super) fn value(
        &mut self,
        tag: &str,
        text: &str,
        line: &mut u64,
        sink: &mut EntrySink<'_>,
    ) -> Result<(), FormatError> {
        let value = match tag {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "string" | "integer" | "real" => Value::from(text.trim()),
            // An array without items says that its list is empty.
            "array" => {
                let key = self.open.last_mut().and_then(|open| open.key.take());
                self.is_known |= key.is_some_and(|key| names::is_list_name(&key));
                return Ok(());
            }
            _ => return Ok(()),
        };
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        if !open.is_dict {
            let name = open.name.clone();
            return self.take(&value, name.as_deref(), line, sink);
        }
        let Some(key) = open.key.take() else { return Ok(()) };
        if item::is_field(&key) || item::is_key(&key) {
            open.fields.insert(key, value);
            open.bytes += text.len();
            // All that is open counts, however deep.
            if self.open.iter().map(|open| open.bytes).sum::<usize>() > MAX_LINE {
                return Err(FormatError::TooLong { line: *line + 1 });
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        item: &Value,
        name: Option<&str>,
        line: &mut u64,
        sink: &mut EntrySink<'_>,
    ) -> Result<(), FormatError> {
        *line += 1;
        let role = name.map_or(Role::Unknown, names::role_of);
        let is_named = name.is_none_or(names::is_list_name);
        let found = Found {
            are_beginnings: role == Role::Prefix,
            is_allowed: role == Role::Allows,
            is_meant: item.is_object() || is_named,
        };
        self.is_known |= item::take(sink, *line, item, found)?;
        Ok(())
    }
}
