//! What the person should look at before a complaint goes out: statements that the record supports only in part, and
//! calls that nothing in it ties together.

use super::complaint::{Chosen, Fields, ids, known_company};
use super::evidence::{Basis, Fact};
use super::law::Law;
use super::objection::{Book, company_key};
use super::register::Enrolment;
use crate::number::{KeyRange, NumberKey};

/// Something to look at before sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Always: the person checks and signs.
    CheckAndSign,
    /// The record supports nothing about some calls.
    NoFact,
    /// A fact is inferred.
    Inferred,
    /// A rule was taken from secondary sources.
    MediumSource,
    /// The person gave a consent.
    ConsentGiven,
    /// There is or was a contract.
    Contract,
    /// Nothing in the record links some calls to the others.
    DifferentRanges,
    /// No enrolment was entered.
    NoRegister,
}

/// What to look at in a draft about these calls, and the calls each is about.
pub(super) fn all(
    chosen: &[Chosen],
    fields: &Fields,
    enrolment: Enrolment,
    law: &'static Law,
    book: &Book,
) -> Vec<(Warning, Vec<i64>)> {
    let with = |which: &dyn Fn(&Fact) -> bool| ids(chosen, |call| call.facts.iter().any(which));
    let found = [
        (Warning::CheckAndSign, true, Vec::new()),
        (Warning::NoFact, false, ids(chosen, |call| call.facts.is_empty())),
        (Warning::Inferred, false, with(&|fact| fact.basis == Basis::Inferred)),
        (Warning::MediumSource, false, with(&|fact| fact.rule.source.certainty != "high")),
        (Warning::ConsentGiven, fields.consent == Some(true), Vec::new()),
        (Warning::Contract, fields.contract == Some(true), Vec::new()),
        (Warning::DifferentRanges, false, apart(book, chosen)),
        (Warning::NoRegister, enrolment.enrolled_on.is_none() && law.register.is_some(), Vec::new()),
    ];
    let stands = |(_, holds, calls): &(Warning, bool, Vec<i64>)| *holds || !calls.is_empty();
    found.into_iter().filter(stands).map(|(warning, _, calls)| (warning, calls)).collect()
}

/// Calls that nothing in the record links to the others: neither a number noted for the company nor a neighbour of
/// one; where no company is known, no neighbour of the first call's number.
fn apart(book: &Book, chosen: &[Chosen]) -> Vec<i64> {
    if chosen.len() < 2 {
        return Vec::new();
    }
    let range = |key: NumberKey| key.neighbours().unwrap_or(KeyRange { first: key, last: key });
    let range_of = |call: &Chosen| call.record.call.caller.key().map(range);
    let company = known_company(book, chosen).map(|made| company_key(&made.company));
    let linked: Vec<KeyRange> = match &company {
        Some(company) => {
            let noted = book.all().iter().filter(|made| company_key(&made.company) == *company);
            noted.flat_map(|made| made.numbers.iter().copied().map(range)).collect()
        }
        None => chosen.first().and_then(range_of).into_iter().collect(),
    };
    ids(chosen, |call| !range_of(call).is_some_and(|range| linked.contains(&range)))
}
