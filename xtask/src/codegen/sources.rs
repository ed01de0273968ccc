//! The Rust files that may hold types of the contract, parsed, and the way from a name in one of them to its definition.
#![expect(clippy::wildcard_enum_match_arm, reason = "a syntax tree has more shapes than a contract")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use syn::spanned::Spanned;
use syn::{File, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemType, UseTree};

use super::attributes::is_test;
use crate::files;

/// A definition that a field may name.
#[derive(Clone, Copy)]
pub(super) enum Definition<'s> {
    Struct(&'s ItemStruct),
    Enum(&'s ItemEnum),
    Alias(&'s ItemType),
}

/// A parsed file.
pub(super) struct Source {
    /// From the folder of sources, e.g. `contract/call.rs`.
    pub(super) path: String,
    /// Its module, e.g. `["contract", "call"]`.
    module: Vec<String>,
    file: File,
    /// Names that `use` brings in, with the path each comes from.
    imports: BTreeMap<String, Vec<String>>,
}

/// All files of a folder.
pub(super) struct Sources(Vec<Source>);

impl Sources {
    /// Parses every Rust file under `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut paths = files::below(folder)?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
        let read = |path: &PathBuf| {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let relative = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            Source::parse(relative, &text)
        };
        Ok(Self(paths.iter().map(read).collect::<Result<_>>()?))
    }

    /// Sources given as text: for tests.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Result<Self> {
        Ok(Self(files.iter().map(|(path, text)| Source::parse((*path).to_owned(), text)).collect::<Result<_>>()?))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// What a name means in a file: its own definition, else the one it imports, else the only one there is.
    pub(super) fn find<'s>(&'s self, from: &'s Source, name: &str) -> Result<Option<(&'s Source, Definition<'s>)>> {
        if let Some(own) = from.definition(name) {
            return Ok(Some((from, own)));
        }
        let mut found: Vec<_> =
            self.0.iter().filter_map(|source| source.definition(name).map(|item| (source, item))).collect();
        if let Some(path) = from.imports.get(name) {
            // The module may only pass it on.
            let passing = self.0.iter().find(|source| source.module == *path && source.imports.contains_key(name));
            if let Some(passing) = passing.filter(|passing| passing.path != from.path) {
                let found = self.find(passing, name)?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            found.retain(|(source, _)| source.module.starts_with(path));
            // A module brings in what stands nearest beneath it.
            let nearest = found.iter().map(|(source, _)| source.module.len()).min();
            found.retain(|(source, _)| Some(source.module.len()) == nearest);
        }
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            many => {
                let places: Vec<String> = many.iter().map(|(source, item)| source.place(item.line())).collect();
                bail!("{name} has more than one definition: {}", places.join(", "))
            }
        }
    }
}

impl Source {
    fn parse(path: String, text: &str) -> Result<Self> {
        let file =
            syn::parse_file(text).map_err(|error| anyhow::anyhow!("{path}:{}: {error}", error.span().start().line))?;
        let mut module: Vec<String> =
            path.trim_end_matches(".rs").split('/').filter(|part| *part != "lib").map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let mut imports = BTreeMap::new();
        for item in &file.items {
            if let Item::Use(item) = item {
                import(&item.tree, &mut Vec::new(), &module, &mut imports);
            }
        }
        Ok(Self { path, module, file, imports })
    }

    /// `contract/call.rs:12`.
    pub(super) fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }

    pub(super) fn definition(&self, wanted: &str) -> Option<Definition<'_>> {
        self.file.items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == wanted && !is_test(&item.attrs) => Some(Definition::Struct(item)),
            Item::Enum(item) if item.ident == wanted && !is_test(&item.attrs) => Some(Definition::Enum(item)),
            Item::Type(item) if item.ident == wanted && !is_test(&item.attrs) => Some(Definition::Alias(item)),
            _ => None,
        })
    }

    /// The code of each variant that `fn code(self)` of an enum gives by a match, e.g. `Self::Allow => 0`.
    pub(super) fn codes(&self, of: &str) -> BTreeMap<String, i64> {
        let blocks = self.file.items.iter().filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() && is_of(block, of) => Some(block),
            _ => None,
        });
        let functions = blocks.flat_map(|block| &block.items).filter_map(|item| match item {
            ImplItem::Fn(function) if function.sig.ident == "code" => Some(function),
            _ => None,
        });
        functions.flat_map(|function| &function.block.stmts).flat_map(arms).collect()
    }
}

impl Definition<'_> {
    pub(super) fn line(&self) -> usize {
        let span = match self {
            Self::Struct(item) => item.ident.span(),
            Self::Enum(item) => item.ident.span(),
            Self::Alias(item) => item.ident.span(),
        };
        span.start().line
    }
}

/// The line that a piece of syntax begins on.
pub(super) fn line_of(syntax: &impl Spanned) -> usize {
    syntax.span().start().line
}

/// Notes the names a `use` brings in from this crate. Names of other crates are noted with their path, which fits no file.
fn import(tree: &UseTree, path: &mut Vec<String>, module: &[String], into: &mut BTreeMap<String, Vec<String>>) {
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            import(&part.tree, path, module, into);
            path.pop();
        }
        UseTree::Name(name) => {
            into.insert(name.ident.to_string(), absolute(path, module));
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| import(tree, path, module, into)),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

/// A path from the root of the crate.
fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    let mut base = module.to_vec();
    let mut rest = path;
    match rest.split_first() {
        Some((first, more)) if first == "crate" => {
            base.clear();
            rest = more;
        }
        Some((first, more)) if first == "self" => rest = more,
        _ => {
            let mut is_relative = false;
            while let Some((first, more)) = rest.split_first().filter(|(first, _)| *first == "super") {
                debug_assert_eq!(first, "super");
                base.pop();
                rest = more;
                is_relative = true;
            }
            if !is_relative {
                base.clear();
            }
        }
    }
    base.extend(rest.iter().cloned());
    base
}

fn is_of(block: &ItemImpl, of: &str) -> bool {
    matches!(&*block.self_ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == of))
}

fn arms(statement: &syn::Stmt) -> Vec<(String, i64)> {
    let syn::Stmt::Expr(syn::Expr::Match(decision), _) = statement else { return Vec::new() };
    let arm = |arm: &syn::Arm| {
        let syn::Pat::Path(pattern) = &arm.pat else { return None };
        let variant = pattern.path.segments.last()?.ident.to_string();
        Some((variant, integer(&arm.body)?))
    };
    decision.arms.iter().filter_map(arm).collect()
}

/// A literal number.
pub(super) fn integer(expression: &syn::Expr) -> Option<i64> {
    let syn::Expr::Lit(literal) = expression else { return None };
    let syn::Lit::Int(number) = &literal.lit else { return None };
    number.base10_parse().ok()
}
