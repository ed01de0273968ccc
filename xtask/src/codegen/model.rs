//! The contract as the generator sees it: structs, enums and fields with their names in JSON and their docs.

use std::collections::BTreeMap;

/// Everything that crosses the boundary.
#[derive(Debug, Default)]
pub(crate) struct Contract {
    /// Types by name, in the order of their names.
    pub(crate) types: BTreeMap<String, Item>,
    /// What the app asks, and what it tells the core to do.
    pub(crate) requests: Vec<RequestEnum>,
    /// What functions of the boundary take and give that have no kind.
    pub(crate) functions: Vec<Function>,
}

/// A type of the contract.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// The Rust file it stands in, from the folder of sources, e.g. `contract/call.rs`.
    pub(crate) file: String,
    pub(crate) line: usize,
    /// Its Rust type has a `Debug` of its own, which hides what it holds.
    pub(crate) is_redacted: bool,
    pub(crate) shape: Shape,
}

#[derive(Debug)]
pub(crate) enum Shape {
    /// An object with fields.
    Struct(Vec<Field>),
    /// A name out of a list.
    Names(Vec<Name>),
    /// A text: a name out of a list, or one that a function of the type makes, e.g. `http_404`.
    Text(Vec<Name>),
    /// An object whose field `tag` says which variant it is.
    Tagged { tag: String, variants: Vec<Variant> },
}

/// A field of an object.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// As in JSON.
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) kind: Kind,
    /// Not written when it holds nothing.
    pub(crate) may_be_absent: bool,
    /// What stands in for it where a request leaves it out.
    pub(crate) default: Default,
}

/// What stands in for a field that a request leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Default {
    /// Nothing: it is needed, unless it is an option.
    None,
    /// Its type's own: no, 0, an empty text, list or map.
    OfType,
    /// A value that only the core knows.
    OfCore,
}

/// A variant of an enum without fields.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) rust: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    /// The number that crosses the boundary outside JSON, where there is one.
    pub(crate) code: Option<i64>,
}

/// A variant of an internally tagged enum.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) rust: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) body: Body,
}

#[derive(Debug)]
pub(crate) enum Body {
    /// Fields of its own; none for a unit variant.
    Fields(Vec<Field>),
    /// The fields of a struct.
    Struct(String),
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    /// At most 32 bits.
    Int,
    /// 64 bits.
    Long,
    Float,
    Text,
    /// A calendar day, `2026-11-24`.
    Date,
    /// A type of the contract.
    Named(String),
    Optional(Box<Kind>),
    /// A new value that may be null; an absent field leaves the old one.
    Patch(Box<Kind>),
    List(Box<Kind>),
    /// By a text.
    Map(Box<Kind>),
}

/// `Query` or `Command`: one variant a kind of request, each with the type of its response.
#[derive(Debug)]
pub(crate) struct RequestEnum {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) file: String,
    /// The field that names the kind: `ask` or `do`.
    pub(crate) tag: String,
    pub(crate) requests: Vec<Request>,
}

/// A kind of request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) rust: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    /// The struct of its fields; none where it has no fields.
    pub(crate) request: Option<String>,
    /// The struct of its response; none where the response is `{}`.
    pub(crate) response: Option<String>,
}

/// A function of the boundary that takes requests of its own.
#[derive(Debug)]
pub(crate) struct Function {
    /// As the examples name it, e.g. `sync_plan`.
    pub(crate) name: &'static str,
    /// The structs that it takes: one of them.
    pub(crate) requests: &'static [&'static str],
    pub(crate) response: &'static str,
}

impl Kind {
    /// The type of the contract within, if there is one.
    pub(crate) fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Optional(inner) | Self::Patch(inner) | Self::List(inner) | Self::Map(inner) => inner.named(),
            Self::Bool | Self::Int | Self::Long | Self::Float | Self::Text | Self::Date => None,
        }
    }
}

impl Item {
    /// Every field, of whichever variant.
    pub(crate) fn fields(&self) -> Box<dyn Iterator<Item = &Field> + '_> {
        match &self.shape {
            Shape::Struct(fields) => Box::new(fields.iter()),
            Shape::Names(_) | Shape::Text(_) => Box::new(std::iter::empty()),
            Shape::Tagged { variants, .. } => Box::new(variants.iter().flat_map(|variant| match &variant.body {
                Body::Fields(fields) => fields.iter(),
                Body::Struct(_) => [].iter(),
            })),
        }
    }

    /// The names of the contract's types that it holds.
    pub(crate) fn references(&self) -> Vec<&str> {
        let mut found: Vec<&str> = self.fields().filter_map(|field| field.kind.named()).collect();
        if let Shape::Tagged { variants, .. } = &self.shape {
            found.extend(variants.iter().filter_map(|variant| match &variant.body {
                Body::Struct(name) => Some(name.as_str()),
                Body::Fields(_) => None,
            }));
        }
        found
    }
}
