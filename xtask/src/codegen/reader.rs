//! From Rust's types to the contract: begins at the request enums and follows every field. What it does not know is an
//! error that names the file and the line.
#![expect(clippy::wildcard_enum_match_arm, reason = "a syntax tree has more shapes than a contract")]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use syn::{Fields, GenericArgument, ItemEnum, ItemStruct, PathArguments, Type};

use super::attributes::{Serde, derives, docs, serde, snake_case, strum};
use super::kotlin::parents;
use super::model::{Body, Contract, Default, Field, Function, Item, Kind, Name, Request, RequestEnum, Shape, Variant};
use super::sources::{Definition, Source, Sources, integer, line_of};

/// The enums that name every kind of request.
pub(super) const REQUESTS: [&str; 2] = ["Query", "Command"];

/// Enums that cross the boundary as numbers, outside any JSON.
const CODES: [&str; 4] = ["Action", "Reason", "Contact", "ErrorCode"];

/// Functions of the boundary beside queries and commands, with what they take and give.
const FUNCTIONS: [Function; 2] = [
    Function { name: "sync_plan", requests: &["SyncPlanRequest"], response: "SyncPlan" },
    Function { name: "sync_apply", requests: &["StepResponse", "StepFailure"], response: "SyncApplied" },
];

/// Types that write themselves as a text or a day.
const LEAVES: [(&str, Kind); 2] = [("Region", Kind::Text), ("Date", Kind::Date)];

/// Names of Kotlin's own that a generated class would hide.
const TAKEN: [&str; 14] = [
    "Any", "Array", "Boolean", "Double", "Int", "List", "Long", "Map", "Nothing", "Pair", "Result", "Set", "String",
    "Unit",
];

/// Reads the contract out of the sources, from the request enums on.
pub(super) fn read(sources: &Sources) -> Result<Contract> {
    let mut reader = Reader { sources, types: BTreeMap::new(), seen: BTreeSet::new() };
    let mut requests = Vec::new();
    for name in REQUESTS {
        requests.push(reader.requests(name)?);
    }
    for name in CODES {
        let source = sources.files().find(|source| matches!(source.definition(name), Some(Definition::Enum(_))));
        reader.add(source.with_context(|| format!("no enum {name} in the sources"))?, name)?;
    }
    for name in FUNCTIONS.iter().flat_map(|function| function.requests.iter().chain([&function.response])) {
        let source = sources.files().find(|source| source.definition(name).is_some());
        reader.add(source.with_context(|| format!("no type {name} in the sources"))?, name)?;
    }
    let contract = Contract { types: reader.types, requests, functions: FUNCTIONS.into() };
    for (name, parents) in parents(&contract) {
        // Kotlin gives a class one name in JSON.
        ensure!(parents.len() == 1, "{name} is a case of more than one enum: {parents:?}");
    }
    Ok(contract)
}

/// Says where an error is, unless it says so already.
trait Placed<T> {
    fn placed(self, place: impl FnOnce() -> String) -> Result<T>;
}

impl<T> Placed<T> for Result<T> {
    fn placed(self, place: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| {
            let is_placed = error.to_string().split_once(": ").is_some_and(|(head, _)| head.contains(".rs:"));
            if is_placed { error } else { anyhow::anyhow!("{}: {error}", place()) }
        })
    }
}

struct Reader<'s> {
    sources: &'s Sources,
    types: BTreeMap<String, Item>,
    /// Names that were begun: types may refer to each other.
    seen: BTreeSet<String>,
}

impl<'s> Reader<'s> {
    fn requests(&mut self, name: &str) -> Result<RequestEnum> {
        let mut found = self.sources.files().filter_map(|source| match source.definition(name) {
            Some(Definition::Enum(item)) if source.path.starts_with("contract/") => Some((source, item)),
            _ => None,
        });
        let (source, item) = found.next().with_context(|| format!("no enum {name} in contract/"))?;
        let at = || source.place(line_of(&item.ident));
        let attributes = serde(&item.attrs).placed(at)?;
        let tag = attributes.tag.clone().with_context(|| format!("{}: {name} has no tag", at()))?;
        let mut requests = Vec::new();
        for variant in &item.variants {
            let at = || source.place(line_of(&variant.ident));
            let own = serde(&variant.attrs).placed(at)?;
            let rust = variant.ident.to_string();
            let request = match &variant.fields {
                Fields::Unit => None,
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    let field = fields.unnamed.first().context("one field")?;
                    let kind = self.kind(source, &field.ty).placed(at)?;
                    let Kind::Named(name) = kind else { bail!("{}: {rust} holds no struct", at()) };
                    Some(name)
                }
                Fields::Named(_) | Fields::Unnamed(_) => bail!("{}: {rust} is neither bare nor one struct", at()),
            };
            let (docs, response) = self.response(source, docs(&variant.attrs)).placed(at)?;
            ensure!(!docs.is_empty(), "{}: {rust} has no doc comment", at());
            let wire = own.rename.unwrap_or_else(|| wire_of(&attributes, &rust));
            requests.push(Request { rust, wire, docs, request, response });
        }
        let docs = docs(&item.attrs);
        Ok(RequestEnum { name: name.to_owned(), docs, file: source.path.clone(), tag, requests })
    }

    /// The response that a doc comment names, and the rest of the comment: a bracketed type behind `Response:`, or `none`.
    fn response(&mut self, source: &'s Source, docs: Vec<String>) -> Result<(Vec<String>, Option<String>)> {
        let (named, mut rest): (Vec<String>, Vec<String>) =
            docs.into_iter().partition(|line| line.starts_with("Response: "));
        let [line] = named.as_slice() else { bail!("one line `Response: [Type].` or `Response: none.` is needed") };
        while rest.last().is_some_and(String::is_empty) {
            rest.pop();
        }
        let said = line.trim_start_matches("Response: ").trim_end_matches('.');
        if said == "none" {
            return Ok((rest, None));
        }
        let name = said.trim_start_matches("[`").trim_end_matches("`]");
        ensure!(name.chars().all(char::is_alphanumeric), "`{line}` does not name a type");
        self.add(source, name)?;
        Ok((rest, Some(name.to_owned())))
    }

    /// Reads a type and what it refers to. A newtype and an alias stand for what they hold.
    fn add(&mut self, from: &'s Source, name: &str) -> Result<Kind> {
        if let Some((_, kind)) = LEAVES.iter().find(|(leaf, _)| *leaf == name) {
            return Ok(kind.clone());
        }
        let found = self.sources.find(from, name)?;
        let (source, definition) = found.with_context(|| format!("{name} is defined in no file of the core"))?;
        let at = || source.place(definition.line());
        let (attributes, generics) = match definition {
            Definition::Alias(item) => return self.kind(source, &item.ty).placed(at),
            Definition::Struct(item) => (&item.attrs, &item.generics),
            Definition::Enum(item) => (&item.attrs, &item.generics),
        };
        let read = serde(attributes).placed(at)?;
        if read.as_text && !matches!(definition, Definition::Enum(_)) {
            return Ok(Kind::Text);
        }
        if let Definition::Struct(ItemStruct { fields: Fields::Unnamed(fields), .. }) = definition {
            ensure!(fields.unnamed.len() == 1, "{}: {name} is a tuple", at());
            let field = fields.unnamed.first().context("one field")?;
            return self.kind(source, &field.ty).placed(at);
        }
        if !self.seen.insert(name.to_owned()) {
            let known = self.types.get(name);
            let is_same = known.is_none_or(|item| item.file == source.path);
            ensure!(is_same, "{}: another {name} is in the contract already", at());
            return Ok(Kind::Named(name.to_owned()));
        }
        ensure!(generics.type_params().next().is_none(), "{}: {name} has a type parameter", at());
        ensure!(!TAKEN.contains(&name), "{}: {name} is a name of Kotlin's own", at());
        let is_code = CODES.contains(&name);
        ensure!(
            is_code || derives(attributes, "Serialize") || derives(attributes, "Deserialize"),
            "{}: {name} derives neither Serialize nor Deserialize",
            at()
        );
        let docs = docs(attributes);
        ensure!(!docs.is_empty(), "{}: {name} has no doc comment", at());
        let shape = match definition {
            Definition::Struct(item) => Shape::Struct(self.fields(source, &item.fields, &read)?),
            Definition::Enum(item) => self.variants(source, item, &read)?,
            Definition::Alias(_) => bail!("{}: an alias", at()),
        };
        let is_redacted = matches!(definition, Definition::Struct(_)) && !derives(attributes, "Debug");
        let item = Item {
            name: name.to_owned(),
            docs,
            file: source.path.clone(),
            line: definition.line(),
            is_redacted,
            shape,
        };
        self.types.insert(name.to_owned(), item);
        Ok(Kind::Named(name.to_owned()))
    }

    fn variants(&mut self, source: &'s Source, item: &'s ItemEnum, of: &Serde) -> Result<Shape> {
        if of.as_text {
            return texts(source, item);
        }
        let is_bare = item.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
        let Some(tag) = of.tag.clone() else {
            ensure!(is_bare, "{}: {} holds fields and has no tag", source.place(line_of(&item.ident)), item.ident);
            return names(source, item, of);
        };
        let mut variants = Vec::new();
        for variant in &item.variants {
            let at = || source.place(line_of(&variant.ident));
            let own = serde(&variant.attrs).placed(at)?;
            let rust = variant.ident.to_string();
            let body = match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    let field = fields.unnamed.first().context("one field")?;
                    match self.kind(source, &field.ty).placed(at)? {
                        Kind::Named(name) => Body::Struct(name),
                        _ => bail!("{}: {rust} holds no struct", at()),
                    }
                }
                Fields::Unnamed(_) => bail!("{}: {rust} is a tuple", at()),
                fields => Body::Fields(self.fields(source, fields, &own)?),
            };
            let wire = own.rename.clone().unwrap_or_else(|| wire_of(of, &rust));
            variants.push(Variant { rust, wire, docs: docs(&variant.attrs), body });
        }
        Ok(Shape::Tagged { tag, variants })
    }

    fn fields(&mut self, source: &'s Source, fields: &'s Fields, of: &Serde) -> Result<Vec<Field>> {
        let mut found = Vec::new();
        for field in fields {
            let at = || source.place(field.ident.as_ref().map_or_else(|| line_of(field), line_of));
            let read = serde(&field.attrs).placed(at)?;
            if read.skip {
                continue;
            }
            let name = field.ident.as_ref().context("a field with a name")?.to_string();
            let kind = self.kind(source, &field.ty);
            if read.flatten {
                // A map of whatever a newer version wrote is kept by the core and shown nowhere.
                if kind.is_err() && is_unknown_map(&field.ty) {
                    continue;
                }
                let Kind::Named(inner) = kind.placed(at)? else { bail!("{}: only a struct is flattened", at()) };
                let Some(Item { shape: Shape::Struct(inner), .. }) = self.types.get(&inner) else {
                    bail!("{}: only a struct is flattened", at());
                };
                found.extend(inner.iter().cloned());
                continue;
            }
            let kind = match kind.placed(at)? {
                Kind::Optional(inner) if matches!(*inner, Kind::Optional(_)) => {
                    ensure!(read.null_is_a_value, "{}: an option of an option is read by `present`", at());
                    let Kind::Optional(inner) = *inner else { bail!("{}: an option", at()) };
                    Kind::Optional(Box::new(Kind::Patch(inner)))
                }
                kind => kind,
            };
            let docs = docs(&field.attrs);
            ensure!(!docs.is_empty(), "{}: {name} has no doc comment", at());
            let may_be_absent = read.skip_serializing_if.is_some();
            if let Some(test) = &read.skip_serializing_if {
                let fits = (test == "Option::is_none" && matches!(kind, Kind::Optional(_)))
                    || (test == "Vec::is_empty" && matches!(kind, Kind::List(_)));
                ensure!(fits, "{}: skip_serializing_if = \"{test}\" is not known for this type", at());
            }
            let wire = read.rename.unwrap_or_else(|| name.trim_start_matches("r#").to_owned());
            let default = match (&read.default, &of.default) {
                (Some(None), _) => Default::OfType,
                (Some(Some(_)), _) | (None, Some(_)) => Default::OfCore,
                (None, None) => Default::None,
            };
            found.push(Field { wire, docs, kind, may_be_absent, default });
        }
        Ok(found)
    }

    fn kind(&mut self, source: &'s Source, of: &Type) -> Result<Kind> {
        let inner = match of {
            Type::Reference(reference) => return self.kind(source, &reference.elem),
            Type::Slice(slice) => return Ok(Kind::List(Box::new(self.kind(source, &slice.elem)?))),
            Type::Array(array) => return Ok(Kind::List(Box::new(self.kind(source, &array.elem)?))),
            Type::Path(path) => path.path.segments.last().context("a path without a name")?,
            _ => bail!("a type of a form that the generator does not know"),
        };
        let arguments: Vec<&Type> = match &inner.arguments {
            PathArguments::AngleBracketed(list) => list.args.iter().filter_map(type_argument).collect(),
            PathArguments::None | PathArguments::Parenthesized(_) => Vec::new(),
        };
        let name = inner.ident.to_string();
        Ok(match (name.as_str(), arguments.as_slice()) {
            ("bool", []) => Kind::Bool,
            ("i8" | "i16" | "i32" | "u8" | "u16" | "u32", []) => Kind::Int,
            ("i64" | "u64" | "usize", []) => Kind::Long,
            ("f32" | "f64", []) => Kind::Float,
            ("String" | "str", []) => Kind::Text,
            ("Option", [held]) => Kind::Optional(Box::new(self.kind(source, held)?)),
            ("Vec" | "BTreeSet", [held]) => Kind::List(Box::new(self.kind(source, held)?)),
            ("Box" | "Arc" | "Cow", [held]) => self.kind(source, held)?,
            ("BTreeMap", [key, held]) => {
                ensure!(self.kind(source, key)? == Kind::Text, "a map whose key is no text");
                Kind::Map(Box::new(self.kind(source, held)?))
            }
            (_, []) => self.add(source, &name)?,
            _ => bail!("{name}<…> is not known to the generator"),
        })
    }
}

/// The names of an enum that is written as a text; a variant that is disabled has none.
fn texts(source: &Source, item: &ItemEnum) -> Result<Shape> {
    let mut names = Vec::new();
    for variant in &item.variants {
        let at = || source.place(line_of(&variant.ident));
        let own = strum(&variant.attrs).placed(at)?;
        let rust = variant.ident.to_string();
        let is_bare = matches!(variant.fields, Fields::Unit);
        ensure!(is_bare != own.disabled, "{}: {rust} has no name of its own, or is not to have one", at());
        if is_bare {
            let wire = own.serialize.unwrap_or_else(|| snake_case(&rust));
            names.push(Name { rust, wire, docs: docs(&variant.attrs), code: None });
        }
    }
    Ok(Shape::Text(names))
}

fn names(source: &Source, item: &ItemEnum, of: &Serde) -> Result<Shape> {
    let codes = source.codes(&item.ident.to_string());
    let mut names = Vec::new();
    for variant in &item.variants {
        let at = || source.place(line_of(&variant.ident));
        let own = serde(&variant.attrs).placed(at)?;
        let rust = variant.ident.to_string();
        let literal = variant.discriminant.as_ref().and_then(|(_, value)| integer(value));
        let code = literal.or_else(|| codes.get(&rust).copied());
        let is_code = CODES.iter().any(|name| item.ident == name);
        ensure!(!is_code || code.is_some(), "{}: {rust} has no code", at());
        // A code without a serde name is a part of the JSON nowhere: its name is for the lists of codes.
        let wire = own.rename.unwrap_or_else(|| if is_code { snake_case(&rust) } else { wire_of(of, &rust) });
        names.push(Name { rust, wire, docs: docs(&variant.attrs), code: code.filter(|_| is_code) });
    }
    Ok(Shape::Names(names))
}

fn wire_of(of: &Serde, variant: &str) -> String {
    if of.rename_all { snake_case(variant) } else { variant.to_owned() }
}

fn type_argument(argument: &GenericArgument) -> Option<&Type> {
    if let GenericArgument::Type(of) = argument { Some(of) } else { None }
}

/// `Map<String, Value>` of serde_json.
fn is_unknown_map(of: &Type) -> bool {
    matches!(of, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Map"))
}
