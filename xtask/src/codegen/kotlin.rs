//! Writes the app's models: one Kotlin file a Rust file, and the functions that pair each request with its response.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::snake_case;
use super::model::{Body, Contract, Default, Field, Item, Kind, Name, RequestEnum, Shape, Variant};

/// A generated file: its path from the root of the project and its text.
pub(crate) type Generated = (String, String);

pub(super) const CORE: &str = "android/src/main/kotlin/org/stufo/core";

/// Words that Kotlin keeps for itself.
const KEYWORDS: [&str; 27] = [
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
];

/// All Kotlin files of a contract.
pub(crate) fn write(contract: &Contract) -> Vec<Generated> {
    let kotlin = Kotlin { contract, parents: parents(contract), requests: request_types(contract) };
    let mut files: BTreeMap<String, Vec<&Item>> = BTreeMap::new();
    let is_request = |item: &Item| {
        contract.requests.iter().flat_map(|of| &of.requests).any(|request| request.request.as_ref() == Some(&item.name))
    };
    for item in contract.types.values().filter(|item| !is_request(item)) {
        let name = match &item.shape {
            // The type around the names is written by hand, and other models use it.
            Shape::Text(_) => format!("{}Name", item.name),
            Shape::Struct(_) | Shape::Names(_) | Shape::Tagged { .. } => file_name(&item.file),
        };
        files.entry(name).or_default().push(item);
    }
    let mut written: Vec<Generated> = files
        .iter_mut()
        .map(|(name, items)| {
            items.sort_by_key(|item| (&item.file, item.line));
            (format!("{CORE}/model/{name}.kt"), kotlin.models(items))
        })
        .collect();
    for requests in &contract.requests {
        written.push((format!("{CORE}/model/{}.kt", requests.name), kotlin.kinds(requests)));
    }
    written
}

struct Kotlin<'c> {
    contract: &'c Contract,
    /// The sealed types that a struct is a case of, each with its name there.
    parents: BTreeMap<&'c str, Vec<(&'c str, &'c str)>>,
    /// Types that only requests hold.
    requests: BTreeSet<&'c str>,
}

impl Kotlin<'_> {
    fn models(&self, items: &[&Item]) -> String {
        let sources: BTreeSet<&str> = items.iter().map(|item| item.file.as_str()).collect();
        let mut body = String::new();
        for item in items {
            body.push('\n');
            self.item(&mut body, item);
        }
        file("org.stufo.core.model", &sources, &body)
    }

    fn item(&self, into: &mut String, item: &Item) {
        doc(into, "", &item.docs);
        match &item.shape {
            Shape::Names(names) => enumeration(into, &item.name, names),
            // The text itself is a class written by hand: only the names come from the core.
            Shape::Text(names) => enumeration(into, &format!("{}Name", item.name), names),
            Shape::Struct(fields) => {
                into.push_str("@Serializable\n");
                let parents = self.parents.get(item.name.as_str()).map_or(&[][..], Vec::as_slice);
                if let Some((_, wire)) = parents.first() {
                    line(into, &format!("@SerialName(\"{wire}\")"));
                }
                let supertypes: Vec<&str> = parents.iter().map(|(name, _)| *name).collect();
                self.class(into, "", &item.name, item.is_redacted, &supertypes, fields);
            }
            Shape::Tagged { tag, variants } => self.sealed(into, item, tag, variants),
        }
    }

    /// A class with fields, or an object without.
    fn class(
        &self,
        into: &mut String,
        indent: &str,
        name: &str,
        is_redacted: bool,
        supertypes: &[&str],
        fields: &[Field],
    ) {
        let supertypes = if supertypes.is_empty() { String::new() } else { format!(" : {}", supertypes.join(", ")) };
        if fields.is_empty() {
            line(into, &format!("{indent}data object {name}{supertypes}"));
            return;
        }
        let is_request = self.requests.contains(name);
        line(into, &format!("{indent}data class {name}("));
        let inner = format!("{indent}    ");
        for field in fields {
            doc(into, &inner, &field.docs);
            let named = camel_case(&field.wire);
            let serial = if named == field.wire { String::new() } else { format!("@SerialName(\"{}\") ", field.wire) };
            let kind = kotlin_type(&field.kind);
            let default = default_of(field, is_request);
            line(into, &format!("{inner}{serial}val {}: {kind}{default},", escaped(&named)));
        }
        if is_redacted {
            line(into, &format!("{indent}){supertypes} {{"));
            line(into, &format!("{inner}/** Logs use this form: it holds no number. */"));
            line(into, &format!("{inner}override fun toString(): String = \"{name}\""));
            line(into, &format!("{indent}}}"));
        } else {
            line(into, &format!("{indent}){supertypes}"));
        }
    }

    fn sealed(&self, into: &mut String, item: &Item, tag: &str, variants: &[Variant]) {
        line(into, &format!("@Serializable\n@JsonClassDiscriminator(\"{tag}\")\nsealed interface {} {{", item.name));
        let mut is_first = true;
        for variant in variants {
            // A struct of its own stands beside the interface.
            let Body::Fields(fields) = &variant.body else { continue };
            if !is_first {
                into.push('\n');
            }
            is_first = false;
            doc(into, "    ", &variant.docs);
            line(into, &format!("    @Serializable\n    @SerialName(\"{}\")", variant.wire));
            self.class(into, "    ", &variant.rust, item.is_redacted, &[&item.name], fields);
        }
        into.push_str("}\n");
    }

    /// The sealed type of a request enum with its kinds: in one file, as each needs the other.
    fn kinds(&self, requests: &RequestEnum) -> String {
        let mut body = String::from("\n");
        doc(&mut body, "", &requests.docs);
        line(
            &mut body,
            &format!(
                "@Serializable\n@JsonClassDiscriminator(\"{}\")\nsealed interface {}",
                requests.tag, requests.name
            ),
        );
        for request in &requests.requests {
            body.push('\n');
            if let Some(item) = request.request.as_ref().and_then(|name| self.contract.types.get(name)) {
                self.item(&mut body, item);
                continue;
            }
            doc(&mut body, "", &request.docs);
            line(&mut body, &format!("@Serializable\n@SerialName(\"{}\")", request.wire));
            self.class(&mut body, "", &request_class(&request.rust), false, &[&requests.name], &[]);
        }
        file("org.stufo.core.model", &BTreeSet::from([requests.file.as_str()]), &body)
    }
}

fn enumeration(into: &mut String, class: &str, names: &[Name]) {
    let has_codes = names.iter().all(|name| name.code.is_some());
    let parameters = if has_codes { "(val code: Int)" } else { "" };
    line(into, &format!("@Serializable\nenum class {class}{parameters} {{"));
    for (place, name) in names.iter().enumerate() {
        if place > 0 {
            into.push('\n');
        }
        doc(into, "    ", &name.docs);
        let code = name.code.map_or_else(String::new, |code| format!("({code})"));
        let entry = snake_case(&name.rust).to_uppercase();
        line(into, &format!("    @SerialName(\"{}\")\n    {entry}{code},", name.wire));
    }
    if has_codes {
        let function = format!("fun ofCode(code: Int): {class}? = entries.firstOrNull {{ it.code == code }}");
        line(into, "    ;\n\n    companion object {\n        /** Null for a code that is none. */");
        line(into, &format!("        {function}\n    }}"));
    }
    into.push_str("}\n");
}

/// A file of models: header, package, the imports its body needs.
fn file(package: &str, sources: &BTreeSet<&str>, body: &str) -> String {
    let imports: String = [
        ("@Serializable", "kotlinx.serialization.Serializable"),
        ("@SerialName", "kotlinx.serialization.SerialName"),
        ("@JsonClassDiscriminator", "kotlinx.serialization.json.JsonClassDiscriminator"),
        ("ExperimentalSerializationApi", "kotlinx.serialization.ExperimentalSerializationApi"),
    ]
    .iter()
    .filter(|(word, _)| {
        body.contains(word) || *word == "ExperimentalSerializationApi" && body.contains("@JsonClassDiscriminator")
    })
    .map(|(_, path)| *path)
    .collect::<BTreeSet<&str>>()
    .iter()
    .map(|path| format!("import {path}\n"))
    .collect();
    let opt_in = if body.contains("@JsonClassDiscriminator") {
        "@file:OptIn(ExperimentalSerializationApi::class)\n\n"
    } else {
        ""
    };
    format!("{}{opt_in}package {package}\n\n{imports}{body}", header(sources))
}

pub(super) fn header(sources: &BTreeSet<&str>) -> String {
    let list: Vec<String> = sources.iter().map(|source| format!("rust-core/src/{source}")).collect();
    format!("// Generated by `cargo xtask codegen` from {}. Do not edit.\n", list.join(", "))
}

/// A doc comment. Links of Rust's become names in code form.
pub(super) fn doc(into: &mut String, indent: &str, lines: &[String]) {
    let lines: Vec<String> =
        lines.iter().map(|line| plain_links(line).replace("*/", "* /").replace("/*", "/ *")).collect();
    match lines.as_slice() {
        [] => {}
        [text] => line(into, &format!("{indent}/** {text} */")),
        lines => {
            line(into, &format!("{indent}/**"));
            for text in lines {
                line(into, format!("{indent} * {text}").trim_end());
            }
            line(into, &format!("{indent} */"));
        }
    }
}

/// Adds a line.
pub(super) fn line(into: &mut String, text: &str) {
    into.push_str(text);
    into.push('\n');
}

/// Rust's links to items as plain code: a bracketed name in code quotes loses its brackets.
pub(super) fn plain_links(line: &str) -> String {
    line.replace("[`", "`").replace("`]", "`")
}

/// What a field is where nothing is said, as it follows its type. A response states every field that is not left out.
fn default_of(field: &Field, is_request: bool) -> &'static str {
    let may_be_left_out = field.may_be_absent || (is_request && field.default == Default::OfType);
    match &field.kind {
        Kind::Optional(_) if may_be_left_out || is_request => " = null",
        _ if !may_be_left_out => "",
        Kind::Bool => " = false",
        Kind::Int | Kind::Long => " = 0",
        Kind::Text => " = \"\"",
        Kind::List(_) => " = emptyList()",
        Kind::Map(_) => " = emptyMap()",
        Kind::Float | Kind::Date | Kind::Named(_) | Kind::Optional(_) | Kind::Patch(_) => "",
    }
}

/// How Kotlin names a type.
fn kotlin_type(kind: &Kind) -> String {
    match kind {
        Kind::Bool => "Boolean".to_owned(),
        Kind::Int => "Int".to_owned(),
        Kind::Long => "Long".to_owned(),
        Kind::Float => "Double".to_owned(),
        Kind::Text => "String".to_owned(),
        Kind::Date => "IsoDate".to_owned(),
        Kind::Named(name) => name.clone(),
        Kind::Optional(inner) => format!("{}?", kotlin_type(inner)),
        Kind::Patch(inner) => format!("Patch<{}>", kotlin_type(inner)),
        Kind::List(inner) => format!("List<{}>", kotlin_type(inner)),
        Kind::Map(inner) => format!("Map<String, {}>", kotlin_type(inner)),
    }
}

fn camel_case(wire: &str) -> String {
    let mut parts = wire.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        name.push_str(&capitalized(part));
        name
    })
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

fn escaped(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}

/// The class of a request without fields.
pub(super) fn request_class(variant: &str) -> String {
    format!("{variant}Request")
}

/// `contract/call.rs` gives CallModels; other files go by their folder.
fn file_name(path: &str) -> String {
    let stem = path.strip_prefix("contract/").unwrap_or(path).split('/').next().unwrap_or_default();
    let words = stem.trim_end_matches(".rs").split('_').map(capitalized);
    format!("{}Models", words.collect::<String>())
}

/// The sealed types each struct is a case of.
pub(super) fn parents(contract: &Contract) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut found: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for requests in &contract.requests {
        for request in &requests.requests {
            if let Some(name) = &request.request {
                found.entry(name).or_default().push((&requests.name, &request.wire));
            }
        }
    }
    for item in contract.types.values() {
        if let Shape::Tagged { variants, .. } = &item.shape {
            for variant in variants {
                if let Body::Struct(name) = &variant.body {
                    found.entry(name).or_default().push((&item.name, &variant.wire));
                }
            }
        }
    }
    found
}

/// Types that requests hold and no response does.
fn request_types(contract: &Contract) -> BTreeSet<&str> {
    let requests = contract.requests.iter().flat_map(|requests| &requests.requests);
    let functions = contract.functions.iter();
    let own = functions.clone().flat_map(|function| function.requests).copied();
    let asked = reach(contract, requests.clone().filter_map(|request| request.request.as_deref()).chain(own));
    let given = functions.map(|function| function.response);
    let answered = reach(contract, requests.filter_map(|request| request.response.as_deref()).chain(given));
    asked.difference(&answered).copied().collect()
}

/// The types that some types hold, and theirs.
pub(super) fn reach<'c>(contract: &'c Contract, from: impl Iterator<Item = &'c str>) -> BTreeSet<&'c str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = from.collect();
    while let Some(name) = open.pop() {
        if found.insert(name)
            && let Some(item) = contract.types.get(name)
        {
            open.extend(item.references());
        }
    }
    found
}
