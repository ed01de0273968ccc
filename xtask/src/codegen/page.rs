//! Writes docs/formats/api.md: every request with its fields, its response and an example, then every type.

use serde_json::Value;

use super::examples::{Example, Examples};
use super::kotlin::{line, plain_links};
use super::model::{Body, Contract, Field, Function, Item, Kind, Request, RequestEnum, Shape};

/// What no type says: the functions of the boundary, the envelopes, errors.
const INTRODUCTION: &str = include_str!("introduction.md");

/// How much of an array, and of a text, an example shows.
const SHOWN_ELEMENTS: usize = 1;
const SHOWN_LETTERS: usize = 160;

/// The whole page.
pub(super) fn write(contract: &Contract, examples: &Examples) -> String {
    let mut page = String::from(INTRODUCTION);
    for requests in &contract.requests {
        group(&mut page, requests, contract, examples);
    }
    page.push_str(
        "\n## Sync\n\nThe functions `syncPlan` and `syncApply`; how they work together is in [sync.md](sync.md).\n",
    );
    for function in &contract.functions {
        function_section(&mut page, function, examples);
    }
    page.push_str("\n## Types\n");
    let mut items: Vec<&Item> = contract.types.values().collect();
    items.sort_by_key(|item| item.name.to_lowercase());
    for item in items {
        type_section(&mut page, item);
    }
    page
}

fn group(page: &mut String, requests: &RequestEnum, contract: &Contract, examples: &Examples) {
    line(page, &format!("\n## {}: `{}`\n\n{}", requests.name, requests.tag, text(&requests.docs)));
    for request in &requests.requests {
        let found = examples.get(&request.wire).and_then(|examples| examples.first());
        request_section(page, request, contract, found);
    }
}

fn request_section(page: &mut String, request: &Request, contract: &Contract, example: Option<&Example>) {
    line(page, &format!("\n### `{}`\n\n{}", request.wire, text(&request.docs)));
    let item = request.request.as_ref().and_then(|name| contract.types.get(name));
    match item {
        Some(Item { shape: Shape::Struct(fields), .. }) => table(page, "Field", fields),
        _ => page.push_str("\nNo fields.\n"),
    }
    match &request.response {
        Some(name) => {
            line(page, &format!("\nResponse: {}.", link(name)));
        }
        None => page.push_str("\nResponse: `{}`.\n"),
    }
    if let Some(example) = example {
        show(page, example);
    }
}

fn function_section(page: &mut String, function: &Function, examples: &Examples) {
    line(page, &format!("\n### `{}`", function.name));
    let requests: Vec<String> = function.requests.iter().map(|name| link(name)).collect();
    line(page, &format!("\nRequest: {}. Response: {}.", requests.join(" or "), link(function.response)));
    for example in examples.get(function.name).into_iter().flatten() {
        show(page, example);
    }
}

fn show(page: &mut String, example: &Example) {
    line(
        page,
        &format!(
            "\nExample (whole in [{file}](../../tests/contract/examples/{file})):\n\n```json\n{}\n{}\n```",
            pretty(&example.request),
            pretty(&example.response),
            file = example.file
        ),
    );
}

fn type_section(page: &mut String, item: &Item) {
    line(page, &format!("\n### {}\n\n{}", item.name, text(&item.docs)));
    match &item.shape {
        Shape::Struct(fields) if fields.is_empty() => page.push_str("\nNo fields.\n"),
        Shape::Struct(fields) => table(page, "Field", fields),
        Shape::Names(names) | Shape::Text(names) => {
            let has_codes = names.iter().all(|name| name.code.is_some());
            page.push_str(if has_codes { "\n| Name | Code | |\n|---|---|---|\n" } else { "\n| Name | |\n|---|---|\n" });
            for name in names {
                let code = name.code.filter(|_| has_codes).map_or_else(String::new, |code| format!("{code} | "));
                line(page, &format!("| `{}` | {code}{} |", name.wire, cell(&name.docs)));
            }
        }
        Shape::Tagged { tag, variants } => {
            for variant in variants {
                line(page, &format!("\n`\"{tag}\": \"{}\"`: {}", variant.wire, cell(&variant.docs)));
                match &variant.body {
                    Body::Fields(fields) if fields.is_empty() => {}
                    Body::Fields(fields) => table(page, "Field", fields),
                    Body::Struct(name) => {
                        line(page, &format!("\nThe fields of {}.", link(name)));
                    }
                }
            }
        }
    }
}

fn table(page: &mut String, head: &str, fields: &[Field]) {
    line(page, &format!("\n| {head} | Type | |\n|---|---|---|"));
    for field in fields {
        let absent = if field.may_be_absent { ", may be absent" } else { "" };
        line(page, &format!("| `{}` | {}{absent} | {} |", field.wire, kind(&field.kind), cell(&field.docs)));
    }
}

fn kind(of: &Kind) -> String {
    match of {
        Kind::Bool => "yes or no".to_owned(),
        Kind::Int => "number".to_owned(),
        Kind::Long => "number (64 bits)".to_owned(),
        Kind::Float => "decimal number".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Named(name) => link(name),
        Kind::Optional(inner) if matches!(**inner, Kind::Patch(_)) => kind(inner),
        Kind::Optional(inner) | Kind::Patch(inner) => format!("{} or null", kind(inner)),
        Kind::List(inner) => format!("list of {}", kind(inner)),
        Kind::Map(inner) => format!("{} by name", kind(inner)),
    }
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

fn text(docs: &[String]) -> String {
    docs.iter().map(|line| plain_links(line)).collect::<Vec<_>>().join("\n")
}

/// A doc comment in a cell of a table.
fn cell(docs: &[String]) -> String {
    text(docs).replace('\n', " ").replace('|', "\\|")
}

/// An example as a reader wants it: the first element of each list, the beginning of each long text.
fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(&shortened(value)).unwrap_or_default()
}

fn shortened(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().take(SHOWN_ELEMENTS).map(shortened).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), shortened(value))).collect())
        }
        Value::String(text) if text.chars().count() > SHOWN_LETTERS => {
            Value::from(text.chars().take(SHOWN_LETTERS).chain("…".chars()).collect::<String>())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
