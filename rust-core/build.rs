//! Generates what the phone must not work out at run time: the numbering plan of every region from the
//! `phonenumber` crate's own metadata with the places of `data/places/`, the never-block numbers, the national packs and
//! the countries' law from `data/`.

#[path = "build/law.rs"]
mod law;
#[path = "build/never_block.rs"]
mod never_block;
#[path = "build/packs.rs"]
mod packs;
#[path = "build/places.rs"]
mod places;
#[path = "build/plans.rs"]
mod plans;

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=data");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let write = |name: &str, text: String| std::fs::write(out.join(name), text).expect("OUT_DIR can be written");
    write("plans.rs", plans::generate(&places::read()));
    write("regions.rs", plans::regions());
    let never_block = never_block::read();
    let packs = packs::read();
    packs::refuse_overlap(&packs, &never_block);
    write("never_block.rs", never_block::generate(&never_block));
    std::fs::write(out.join("laws.json.deflate"), law::generate()).expect("OUT_DIR can be written");
    write("packs.rs", packs::generate(&packs));
}
