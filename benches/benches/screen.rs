//! Criterion: the steps of a decision, each beside the obvious build, by the size of the list.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use stufo_bench::{Baseline, NOON, install, prepare, random, rules, screening, spread};
use stufo_core::number::{Caller, PhoneNumber, Region};
use stufo_core::policy::RuleSet;

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for text in ["+39 06 1234 5678", "06 1234 5678", "0044 20 7946 0018"] {
        group.bench_with_input(BenchmarkId::new("stufo", text), text, |bencher, text| {
            bencher.iter(|| PhoneNumber::parse(black_box(text), Region::ITALY));
        });
        group.bench_with_input(BenchmarkId::new("phonenumber", text), text, |bencher, text| {
            bencher.iter(|| Baseline::parse(black_box(text)));
        });
    }
    group.finish();
}

fn decide(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide");
    for size in [10_000, 100_000, 1_000_000] {
        let folder = tempfile::tempdir().expect("a folder for the databases");
        let numbers = random(size, 1);
        prepare(folder.path()).expect("a new database");
        install(folder.path(), &numbers).expect("a sorted list");
        let mut plain = Baseline::open(&folder.path().join("plain.db")).expect("a new file");
        plain.insert(numbers.iter().map(|value| format!("+{value}"))).expect("a list");
        plain.insert_rules(&rules(200)).expect("rules");
        let mut screening = screening(folder.path()).expect("the file just written");
        let calls = spread(&numbers, 4_096, 5);
        let mut next = calls.iter().cycle();
        group.bench_function(BenchmarkId::new("stufo", size), |bencher| {
            bencher.iter(|| stufo_bench::decide(&mut screening, next.next().map_or("", String::as_str)));
        });
        let mut next = calls.iter().cycle();
        group.bench_function(BenchmarkId::new("obvious", size), |bencher| {
            bencher.iter(|| plain.decide(next.next().map_or("", String::as_str)));
        });
    }
    group.finish();
}

fn ask_rules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rules");
    let callers: Vec<Caller> =
        spread(&[], 1_024, 5).iter().filter_map(|text| text.parse::<PhoneNumber>().ok()).map(Caller::Number).collect();
    for count in [10, 200, 10_000] {
        let (set, _) = RuleSet::compile(rules(count), Region::ITALY);
        let mut next = callers.iter().cycle();
        group.bench_function(BenchmarkId::new("find", count), |bencher| {
            bencher.iter(|| next.next().map(|caller| set.find_both(caller, NOON, None).winner().is_some()));
        });
    }
    group.finish();
}

criterion_group!(benches, parse, decide, ask_rules);
criterion_main!(benches);
