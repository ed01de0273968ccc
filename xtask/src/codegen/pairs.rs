//! Writes the Kotlin functions that pair each request with its response: a wrong pair cannot be written.

use std::collections::BTreeSet;

use super::kotlin::{CORE, Generated, doc, header, line, request_class};
use super::model::{Contract, RequestEnum};

const RESPONSES: &str = "android/src/test/kotlin/org/stufo/core/Responses.kt";

/// The functions of each request enum, and the pairs as the tests need them.
pub(super) fn write(contract: &Contract) -> Vec<Generated> {
    let mut written = Vec::new();
    for requests in &contract.requests {
        let plural = format!("{}s", requests.name).replace("ys", "ies");
        written.push((format!("{CORE}/{plural}.kt"), functions(requests)));
    }
    written.push((RESPONSES.to_owned(), responses(contract)));
    written
}

/// The functions `ask` and `tell`, one a kind: a request gives its own response and no other.
fn functions(requests: &RequestEnum) -> String {
    let verb = if requests.tag == "ask" { "ask" } else { "tell" };
    let mut body = String::new();
    let mut imports = BTreeSet::new();
    for request in &requests.requests {
        let class = request.request.clone().unwrap_or_else(|| request_class(&request.rust));
        body.push('\n');
        doc(&mut body, "", &request.docs);
        match &request.response {
            Some(response) => {
                imports.insert(response.clone());
                let call = format!("{verb}(request, {response}.serializer())");
                line(&mut body, &format!("fun Core.{verb}(request: {class}): {response} = {call}"));
            }
            None => line(&mut body, &format!("fun Core.{verb}(request: {class}) = {verb}(request, Unit.serializer())")),
        }
        imports.insert(class);
    }
    let imports: String = imports.iter().map(|name| format!("import org.stufo.core.model.{name}\n")).collect();
    let builtin =
        if body.contains("Unit.serializer()") { "import kotlinx.serialization.builtins.serializer\n" } else { "" };
    format!("{}package org.stufo.core\n\n{builtin}{imports}{body}", header(&BTreeSet::from([requests.file.as_str()])))
}

/// For the app's tests: the response of each kind of request, by its name in JSON.
fn responses(contract: &Contract) -> String {
    let requests: Vec<_> = contract.requests.iter().flat_map(|of| &of.requests).collect();
    let pairs = requests.iter().map(|request| (request.wire.as_str(), request.response.as_deref().unwrap_or("Unit")));
    let pairs: Vec<_> =
        pairs.chain(contract.functions.iter().map(|function| (function.name, function.response))).collect();
    let mut body = String::from("/** The response of each kind of request. */\n");
    line(&mut body, "internal val RESPONSES: Map<String, KSerializer<*>> = mapOf(");
    for (wire, response) in &pairs {
        line(&mut body, &format!("    \"{wire}\" to {response}.serializer(),"));
    }
    body.push_str(")\n");
    let names: BTreeSet<&str> = pairs.iter().map(|(_, response)| *response).filter(|name| *name != "Unit").collect();
    let imports: String = names.iter().map(|name| format!("import org.stufo.core.model.{name}\n")).collect();
    let builtin =
        if body.contains("Unit.serializer()") { "import kotlinx.serialization.builtins.serializer\n" } else { "" };
    let sources: BTreeSet<&str> = contract.requests.iter().map(|requests| requests.file.as_str()).collect();
    let header = header(&sources);
    format!("{header}package org.stufo.core\n\nimport kotlinx.serialization.KSerializer\n{builtin}{imports}\n{body}")
}
