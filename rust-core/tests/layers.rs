//! The modules of the core use each other in one direction. Reads the sources as syntax, follows re-exports to the file
//! that defines a name, and fails on a circle of files or folders and on an edge against the layers.
//!
//! What this cannot see: methods called on a type whose `impl` lies in another file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::visit::Visit;

/// The layers, lowest first: a module uses lower layers only. Modules of the ground layer may use each other.
const LAYERS: &[&[&str]] = &[
    &["certainty", "json", "json_size", "localized_text", "moment", "notice", "shown_text", "wording"],
    &["number"],
    &["pattern", "pack"],
    &["policy"],
    &["blocklist", "recontact"],
    &["sync"],
    &["store", "contract"],
    &["engine"],
    &["api"],
];

/// Sources by their path below `src`, as `policy/stage/mod.rs`.
type Sources = BTreeMap<String, String>;
type Edges = BTreeSet<(String, String)>;

#[test]
fn modules_use_each_other_in_one_direction() {
    let sources = read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 100, "only {} files were read", sources.len());
    let edges = edges(&sources);
    assert!(edges.len() > 300, "only {} edges were found", edges.len());
    let problems = problems(&edges);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_planted_offender_is_reported() {
    let found = |sources: &[(&str, &str)]| {
        let sources = sources.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        problems(&edges(&sources)).join("\n")
    };
    let lib = ("lib.rs", "pub mod number; pub mod store;");
    let store = ("store/mod.rs", "mod user; pub use user::UserStore;");
    let user = ("store/user.rs", "pub struct UserStore;");
    for against in [
        "use crate::store::UserStore;",
        "use crate::{store::UserStore as Kept};",
        "use crate::store; fn f(_: store::UserStore) {}",
        "fn f() { let _ = crate::store::UserStore; }",
        "mod inner { use super::super::store::UserStore; }",
    ] {
        let told = found(&[lib, store, user, ("number.rs", against)]);
        assert!(
            told.lines().any(|line| line == "number.rs -> store/user.rs is against the layers"),
            "{against}: {told}"
        );
    }
    let tests = "#[cfg(test)] mod tests { use crate::store::UserStore; }";
    assert_eq!(found(&[lib, store, user, ("number.rs", tests)]), "");
    let files = [
        ("lib.rs", "pub mod store;"),
        ("store/mod.rs", "mod a; mod b; mod c; pub use b::B;"),
        ("store/a.rs", "use super::B; pub struct A;"),
        ("store/b.rs", "use super::c::C; pub struct B;"),
        ("store/c.rs", "use crate::store::a::A; pub struct C;"),
    ];
    assert_eq!(found(&files), "circle in store: a.rs -> b.rs -> c.rs -> a.rs");
    let folders = [
        ("lib.rs", "pub mod store;"),
        ("store/mod.rs", "mod one; mod two;"),
        ("store/one/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("store/one/a.rs", "use crate::store::two::C; pub struct A;"),
        ("store/one/b.rs", "pub struct B;"),
        ("store/two.rs", "use super::one::B; pub struct C;"),
    ];
    assert_eq!(found(&folders), "circle in store: one -> two.rs -> one");
    assert_eq!(
        found(&[("lib.rs", "mod novel;"), ("novel.rs", "use crate::lost::X;"), ("lost.rs", "pub struct X;")]),
        "lost is in no layer\nnovel is in no layer"
    );
}

/// Every file below a folder but those of tests.
fn read_sources(root: &Path) -> Sources {
    let mut sources = Sources::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                if !name.ends_with("tests.rs") {
                    sources.insert(name, std::fs::read_to_string(&path).expect("a text"));
                }
            }
        }
    }
    sources
}

/// What is wrong with the edges, a line each.
fn problems(edges: &Edges) -> Vec<String> {
    let mut problems = BTreeSet::new();
    let layer = |file: &str| {
        let module = top(file);
        LAYERS.iter().position(|layer| layer.contains(&module)).ok_or_else(|| format!("{module} is in no layer"))
    };
    for (from, to) in edges.iter().filter(|(from, to)| top(from) != top(to)) {
        match (layer(from), layer(to)) {
            (Ok(0), Ok(0)) => {}
            (Ok(from), Ok(to)) if to < from => {}
            (Ok(_), Ok(_)) => drop(problems.insert(format!("{from} -> {to} is against the layers"))),
            (from, to) => problems.extend([from, to].into_iter().filter_map(Result::err)),
        }
    }
    let mut problems: Vec<String> = problems.into_iter().collect();
    for (folder, siblings) in siblings(edges) {
        if let Some(circle) = circle(&siblings) {
            let of = if folder.is_empty() { "src" } else { &folder };
            problems.push(format!("circle in {of}: {}", circle.join(" -> ")));
        }
    }
    problems
}

/// The top-level module of a file: `policy` of `policy/stage/mod.rs`, `moment` of `moment.rs`.
fn top(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// For each folder, which of its files and folders uses which: what goes on inside a folder is its own affair. A module and
/// the file `mod.rs` it stands in are one thing to each other: the parent declares what its children share.
fn siblings(edges: &Edges) -> BTreeMap<String, Edges> {
    let mut folders: BTreeMap<String, Edges> = BTreeMap::new();
    for (from, to) in edges {
        let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
        let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
        let (Some(from), Some(to), Some(folder)) = (from.get(common), to.get(common), from.get(..common)) else {
            continue;
        };
        if [*from, *to].contains(&"mod.rs") || [*from, *to].contains(&"lib.rs") {
            continue;
        }
        folders.entry(folder.join("/")).or_default().insert(((*from).to_owned(), (*to).to_owned()));
    }
    folders
}

/// The shortest circle, from a node back to itself.
fn circle(edges: &Edges) -> Option<Vec<String>> {
    let nodes: BTreeSet<&String> = edges.iter().map(|(from, _)| from).collect();
    let circles = nodes.into_iter().filter_map(|start| {
        let mut ways = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                for (_, to) in edges.iter().filter(|(from, _)| Some(from) == way.last()) {
                    let next = [way.clone(), vec![to.clone()]].concat();
                    if to == start {
                        return Some(next);
                    }
                    if seen.insert(to.clone()) {
                        longer.push(next);
                    }
                }
            }
            ways = longer;
        }
        None
    });
    circles.min_by_key(Vec::len)
}

/// Which file uses a name that another one defines.
fn edges(sources: &Sources) -> Edges {
    let modules: BTreeMap<Vec<String>, Module> = sources
        .iter()
        .map(|(file, text)| {
            let path = module_of(file);
            let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            let mut module = Module { file: file.clone(), ..Module::default() };
            let mut reader = Reader { module: &mut module, path: path.clone(), names: BTreeMap::new() };
            reader.visit_file(&syntax);
            (path, module)
        })
        .collect();
    let mut edges = Edges::new();
    for module in modules.values() {
        for path in &module.uses {
            if let Some(file) = file_of(&modules, path, 0)
                && *file != module.file
            {
                edges.insert((module.file.clone(), file.clone()));
            }
        }
    }
    edges
}

/// `policy/stage/mod.rs` is `policy`, `stage`; `lib.rs` is the crate.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// The file that defines what a path names.
fn file_of<'m>(modules: &'m BTreeMap<Vec<String>, Module>, path: &[String], depth: usize) -> Option<&'m String> {
    let known = |length: usize| Some((length, modules.get(path.get(..length)?)?));
    let (length, module) = (0..=path.len()).rev().find_map(known)?;
    let Some(name) = path.get(length) else { return Some(&module.file) };
    match module.imports.get(name) {
        Some(import) if depth < 8 => {
            let rest = path.iter().skip(length + 1);
            let target: Vec<String> = import.iter().chain(rest).cloned().collect();
            file_of(modules, &target, depth + 1)
        }
        // An item of the file itself; a crate of that name is not part of the core.
        _ if length > 0 => Some(&module.file),
        _ => None,
    }
}

/// What one file says of others.
#[derive(Default)]
struct Module {
    file: String,
    /// Names that it imports, each with the path it stands for.
    imports: BTreeMap<String, Vec<String>>,
    /// Paths that it uses, from the crate's root.
    uses: BTreeSet<Vec<String>>,
}

struct Reader<'m> {
    module: &'m mut Module,
    /// Where the code being read stands.
    path: Vec<String>,
    /// Names that are imported here.
    names: BTreeMap<String, Vec<String>>,
}

impl Reader<'_> {
    /// A path from the crate's root; `None` when it leads out of the crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.path.clone(),
            "super" => {
                let parent = self.path.get(..self.path.len().checked_sub(1)?)?;
                let supers = rest.iter().take_while(|segment| *segment == "super").count();
                let base = parent.get(..parent.len().checked_sub(supers)?)?;
                return Some([base, rest.get(supers..)?].concat());
            }
            name => self.names.get(name)?.clone(),
        };
        Some([base.as_slice(), rest].concat())
    }

    fn import(&mut self, tree: &syn::UseTree, before: &[String]) {
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree, &[before, &[path.ident.to_string()]].concat()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
            syn::UseTree::Name(name) => self.import_as(before, &name.ident, &name.ident),
            syn::UseTree::Rename(rename) => self.import_as(before, &rename.ident, &rename.rename),
            syn::UseTree::Glob(_) => drop(self.absolute(before).map(|path| self.module.uses.insert(path))),
        }
    }

    fn import_as(&mut self, before: &[String], name: &syn::Ident, known_as: &syn::Ident) {
        let (mut path, mut known_as) = ([before, &[name.to_string()]].concat(), known_as.to_string());
        if name == "self" {
            path.pop();
            if known_as == "self" {
                known_as = path.last().cloned().unwrap_or_default();
            }
        }
        if let Some(path) = self.absolute(&path) {
            self.module.imports.insert(known_as.clone(), path.clone());
            self.names.insert(known_as, path.clone());
            self.module.uses.insert(path);
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_file(&mut self, file: &'ast syn::File) {
        // Child modules are names as well: `user::UserStore` in the file that says `mod user;`.
        for item in &file.items {
            if let syn::Item::Mod(module) = item
                && module.content.is_none()
            {
                let name = module.ident.to_string();
                self.names.insert(name.clone(), [self.path.as_slice(), &[name]].concat());
            }
        }
        // Imports first: code may stand before them.
        for item in &file.items {
            if let syn::Item::Use(item) = item {
                self.import(&item.tree, &[]);
            }
        }
        syn::visit::visit_file(self, file);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[]);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if is_for_tests(&module.attrs) || module.content.is_none() {
            return;
        }
        self.path.push(module.ident.to_string());
        syn::visit::visit_item_mod(self, module);
        self.path.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if path.leading_colon.is_none()
            && segments.len() > 1
            && let Some(path) = self.absolute(&segments)
        {
            self.module.uses.insert(path);
        }
        syn::visit::visit_path(self, path);
    }
}
