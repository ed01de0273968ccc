//! What serde's attributes say of a type, a variant or a field. An attribute that the generator does not know is an
//! error: it would change the JSON and not the generated code.

use anyhow::{Result, bail, ensure};
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, Lit, LitStr, Meta};

/// The attributes of serde that the generator follows.
#[derive(Debug, Default)]
pub(super) struct Serde {
    pub(super) rename: Option<String>,
    pub(super) rename_all: bool,
    pub(super) tag: Option<String>,
    pub(super) transparent: bool,
    pub(super) flatten: bool,
    pub(super) skip: bool,
    /// `default`, and the path of the function that gives it.
    pub(super) default: Option<Option<String>>,
    pub(super) skip_serializing_if: Option<String>,
    /// Read and written as a text.
    pub(super) as_text: bool,
    /// Null is a value of the field, and not the same as its absence.
    pub(super) null_is_a_value: bool,
}

/// Reads every `#[serde(…)]` of an item. The message of an error lacks the place: the caller adds it.
pub(super) fn serde(attributes: &[Attribute]) -> Result<Serde> {
    let mut found = Serde::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let mut problem = None;
        let parsed = attribute.parse_nested_meta(|meta| {
            if let Err(error) = found.read(&meta) {
                problem.get_or_insert(error);
            }
            Ok(())
        });
        if let Some(problem) = problem {
            return Err(problem);
        }
        if let Err(error) = parsed {
            bail!("the serde attribute does not read: {error}");
        }
    }
    Ok(found)
}

impl Serde {
    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let Some(name) = meta.path.get_ident().map(ToString::to_string) else {
            bail!("an attribute of serde with a path");
        };
        let value = if meta.input.peek(syn::Token![=]) { Some(text(meta)?) } else { None };
        match (name.as_str(), value) {
            ("rename", Some(value)) => self.rename = Some(value),
            ("rename_all", Some(value)) => {
                ensure!(value == "snake_case", "rename_all = \"{value}\": only snake_case is known");
                self.rename_all = true;
            }
            ("tag", Some(value)) => self.tag = Some(value),
            ("transparent", None) => self.transparent = true,
            ("flatten", None) => self.flatten = true,
            ("skip", None) => self.skip = true,
            ("default", path) => self.default = Some(path),
            ("skip_serializing_if", Some(value)) => self.skip_serializing_if = Some(value),
            ("try_from" | "from" | "into", Some(value)) if value == "String" => self.as_text = true,
            ("deserialize_with", Some(value)) if value == "present" => self.null_is_a_value = true,
            // Refusing unknown fields, bounds and the place of the crate do not change what is written.
            ("deny_unknown_fields", None) | ("bound" | "crate" | "expecting", Some(_)) => {}
            (other, _) => bail!("serde({other}) is not known to the generator"),
        }
        Ok(())
    }
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    let read = || -> syn::Result<LitStr> { meta.value()?.parse() };
    match read() {
        Ok(literal) => Ok(literal.value()),
        Err(error) => bail!("the serde attribute does not read: {error}"),
    }
}

/// What strum says of a variant whose enum is written as a text.
pub(super) struct Strum {
    pub(super) serialize: Option<String>,
    /// Has no name of its own.
    pub(super) disabled: bool,
}

/// Reads every `#[strum(…)]` of a variant.
pub(super) fn strum(attributes: &[Attribute]) -> Result<Strum> {
    let mut found = Strum { serialize: None, disabled: false };
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("strum")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("disabled") {
                found.disabled = true;
            } else if meta.path.is_ident("serialize") {
                found.serialize = Some(meta.value()?.parse::<LitStr>()?.value());
            } else {
                return Err(meta.error("not known to the generator"));
            }
            Ok(())
        });
        if let Err(error) = parsed {
            bail!("the strum attribute does not read: {error}");
        }
    }
    Ok(found)
}

/// Whether an item derives a trait.
pub(super) fn derives(attributes: &[Attribute], name: &str) -> bool {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _each = attribute.parse_nested_meta(|meta| {
            found |= meta.path.segments.last().is_some_and(|last| last.ident == name);
            Ok(())
        });
    }
    found
}

/// The lines of a doc comment, without the space that opens each.
pub(super) fn docs(attributes: &[Attribute]) -> Vec<String> {
    let line = |attribute: &Attribute| {
        let Meta::NameValue(pair) = &attribute.meta else { return None };
        let Expr::Lit(literal) = &pair.value else { return None };
        let Lit::Str(text) = &literal.lit else { return None };
        pair.path.is_ident("doc").then(|| text.value())
    };
    let lines = attributes.iter().filter_map(line);
    lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned()).collect()
}

/// Whether an item is compiled for tests alone.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string().contains("test"))
    })
}

/// serde's `snake_case` of a variant's name.
pub(super) fn snake_case(variant: &str) -> String {
    let mut name = String::new();
    for (place, letter) in variant.char_indices() {
        if letter.is_uppercase() && place > 0 {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
