//! The golden examples under tests/contract: what the core really said, held against the contract as the generator read it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::model::{Body, Contract, Default, Field, Function, Kind, Request, Shape};

/// An exchange with the core.
pub(super) struct Example {
    /// The file it stands in.
    pub(super) file: String,
    pub(super) request: Value,
    pub(super) response: Value,
}

/// The examples by the kind of request; `call_note-refused.json` is a further one of `call_note`.
pub(super) type Examples = BTreeMap<String, Vec<Example>>;

/// Reads every example of a folder, in the order of the file names.
pub(super) fn read(folder: &Path) -> Result<Examples> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let mut found = Examples::new();
    for file in names.iter().filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "json")) {
        let text = std::fs::read_to_string(folder.join(file)).with_context(|| format!("cannot read {file}"))?;
        let mut value: Value = serde_json::from_str(&text).with_context(|| format!("{file} does not read"))?;
        let mut part =
            |name: &str| value.get_mut(name).map(Value::take).with_context(|| format!("{file} lacks {name}"));
        let (request, response) = (part("request")?, part("response")?);
        let kind = file.trim_end_matches(".json").split('-').next().unwrap_or_default();
        found.entry(kind.to_owned()).or_default().push(Example { file: file.clone(), request, response });
    }
    Ok(found)
}

/// What is wrong with the examples: kinds without one, fields that the contract does not know or that are missing, types
/// and variants that none of them shows.
pub(super) fn problems(contract: &Contract, examples: &Examples) -> Vec<String> {
    let mut walk = Walk { contract, seen: BTreeSet::new(), problems: Vec::new() };
    let mut known = BTreeSet::new();
    for (tag, request) in requests(contract) {
        known.insert(request.wire.as_str());
        let found = examples.get(&request.wire).map_or(&[][..], Vec::as_slice);
        if found.is_empty() {
            walk.problems.push(format!("{}: no example in tests/contract/examples", request.wire));
        }
        for example in found {
            walk.exchange(tag, request, example);
        }
    }
    for function in &contract.functions {
        known.insert(function.name);
        for example in examples.get(function.name).into_iter().flatten() {
            walk.call(function, example);
        }
    }
    let stray = examples.iter().filter(|(kind, _)| !known.contains(kind.as_str()));
    let stray: Vec<String> = stray.map(|(kind, _)| format!("{kind}: no such request, and yet an example")).collect();
    walk.problems.extend(stray);
    let is_named = |shape: &Shape| matches!(shape, Shape::Names(_) | Shape::Text(_));
    for item in contract.types.values().filter(|item| !is_named(&item.shape)) {
        if !walk.seen.contains(&item.name) {
            walk.problems.push(format!("{}: no example shows one", item.name));
        }
        if let Shape::Tagged { variants, .. } = &item.shape {
            for variant in variants {
                let name = format!("{}.{}", item.name, variant.wire);
                if !walk.seen.contains(&name) {
                    walk.problems.push(format!("{name}: no example shows one"));
                }
            }
        }
    }
    walk.problems
}

/// What is wrong with the names that the core itself gives for each enum.
pub(super) fn name_problems(contract: &Contract, names: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut problems = Vec::new();
    for item in contract.types.values() {
        let (Shape::Names(expected) | Shape::Text(expected)) = &item.shape else { continue };
        let expected: Vec<&str> = expected.iter().map(|name| name.wire.as_str()).collect();
        match names.get(&item.name) {
            None => problems.push(format!("{}: not in tests/contract/names.json", item.name)),
            Some(found) if *found != expected => {
                problems.push(format!("{}: the core says {found:?}, the generator {expected:?}", item.name));
            }
            Some(_) => {}
        }
    }
    let stray = names.keys().filter(|name| !contract.types.contains_key(*name));
    problems.extend(stray.map(|name| format!("{name}: in tests/contract/names.json and not in the contract")));
    problems
}

fn requests(contract: &Contract) -> impl Iterator<Item = (&str, &Request)> {
    contract.requests.iter().flat_map(|of| of.requests.iter().map(|request| (of.tag.as_str(), request)))
}

struct Walk<'c> {
    contract: &'c Contract,
    /// Types, and variants as `Type.variant`.
    seen: BTreeSet<String>,
    problems: Vec<String>,
}

impl Walk<'_> {
    fn exchange(&mut self, tag: &str, request: &Request, example: &Example) {
        let place = format!("{} request", example.file);
        let mut fields = example.request.clone();
        if let Some(object) = fields.as_object_mut() {
            let kind = object.remove(tag);
            if kind != Some(Value::from(request.wire.as_str())) {
                self.problems.push(format!("{place}: {tag} is {kind:?}"));
            }
            match object.remove("at") {
                Some(at) => self.value(&Kind::Named("Moment".to_owned()), &at, &format!("{place}.at"), false),
                None => self.problems.push(format!("{place}: no time")),
            }
        }
        self.named_or_empty(request.request.as_deref(), &fields, &place, true);
        let place = format!("{} response", example.file);
        self.named_or_empty(request.response.as_deref(), &example.response, &place, false);
    }

    /// The request is the first of a function's that has its fields.
    fn call(&mut self, function: &Function, example: &Example) {
        let place = format!("{} request", example.file);
        let mut fields = example.request.clone();
        if fields.as_object_mut().is_none_or(|object| object.remove("at").is_none()) {
            self.problems.push(format!("{place}: no time"));
        }
        let mut found = Vec::new();
        for name in function.requests {
            let mut walk = Walk { contract: self.contract, seen: BTreeSet::new(), problems: Vec::new() };
            walk.value(&Kind::Named((*name).to_owned()), &fields, &place, true);
            if walk.problems.is_empty() {
                self.seen.extend(walk.seen);
                found.clear();
                break;
            }
            found.extend(walk.problems);
        }
        self.problems.extend(found);
        let place = format!("{} response", example.file);
        self.value(&Kind::Named(function.response.to_owned()), &example.response, &place, false);
    }

    fn named_or_empty(&mut self, name: Option<&str>, value: &Value, place: &str, is_request: bool) {
        match name {
            Some(name) => self.value(&Kind::Named(name.to_owned()), value, place, is_request),
            None if value.as_object().is_some_and(serde_json::Map::is_empty) => {}
            None => self.problems.push(format!("{place}: fields where there are none")),
        }
    }

    fn value(&mut self, kind: &Kind, value: &Value, place: &str, is_request: bool) {
        let fits = match kind {
            Kind::Bool => value.is_boolean(),
            Kind::Int => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Kind::Long => value.is_i64(),
            Kind::Float => value.is_number(),
            Kind::Text | Kind::Date => value.is_string(),
            Kind::Optional(_) | Kind::Patch(_) if value.is_null() => true,
            Kind::Optional(inner) | Kind::Patch(inner) => return self.value(inner, value, place, is_request),
            Kind::List(inner) => {
                for (index, element) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(inner, element, &format!("{place}[{index}]"), is_request);
                }
                value.is_array()
            }
            Kind::Map(inner) => {
                for (key, element) in value.as_object().into_iter().flatten() {
                    self.value(inner, element, &format!("{place}.{key}"), is_request);
                }
                value.is_object()
            }
            Kind::Named(name) => return self.named(name, value, place, is_request),
        };
        if !fits {
            self.problems.push(format!("{place}: not of the type {kind:?}"));
        }
    }

    fn named(&mut self, name: &str, value: &Value, place: &str, is_request: bool) {
        let contract = self.contract;
        let Some(item) = contract.types.get(name) else { return };
        self.seen.insert(name.to_owned());
        match &item.shape {
            Shape::Struct(fields) => self.fields(fields, value, place, None, is_request),
            Shape::Text(_) => {
                if !value.is_string() {
                    self.problems.push(format!("{place}: {value} is no text"));
                }
            }
            Shape::Names(names) => {
                if !names.iter().any(|name| value.as_str() == Some(&name.wire)) {
                    self.problems.push(format!("{place}: {value} is no {name}"));
                }
            }
            Shape::Tagged { tag, variants } => {
                let kind = value.get(tag).and_then(Value::as_str).unwrap_or_default();
                let Some(variant) = variants.iter().find(|variant| variant.wire == kind) else {
                    self.problems.push(format!("{place}: {kind:?} is no {name}"));
                    return;
                };
                self.seen.insert(format!("{name}.{kind}"));
                match &variant.body {
                    Body::Fields(fields) => self.fields(fields, value, place, Some(tag), is_request),
                    Body::Struct(inner) => {
                        let mut value = value.clone();
                        value.as_object_mut().map(|object| object.remove(tag));
                        self.named(inner, &value, place, is_request);
                    }
                }
            }
        }
    }

    fn fields(&mut self, fields: &[Field], value: &Value, place: &str, tag: Option<&str>, is_request: bool) {
        let Some(object) = value.as_object() else {
            self.problems.push(format!("{place}: no object"));
            return;
        };
        for name in object.keys().filter(|name| Some(name.as_str()) != tag) {
            if !fields.iter().any(|field| field.wire == *name) {
                self.problems.push(format!("{place}.{name}: the contract does not know it"));
            }
        }
        for field in fields {
            let place = format!("{place}.{}", field.wire);
            let is_optional = matches!(field.kind, Kind::Optional(_)) || field.default != Default::None;
            match object.get(&field.wire) {
                Some(value) => self.value(&field.kind, value, &place, is_request),
                None if field.may_be_absent || (is_request && is_optional) => {}
                None => self.problems.push(format!("{place}: missing")),
            }
        }
    }
}
