//! Objections and enrolments as a backup keeps them: numbers and days as people write them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::shape::value;
use crate::json::fields;
use crate::moment::Moment;
use crate::number::{NumberKey, PhoneNumber, Region, ShortCode};
use crate::recontact::day::Day;
use crate::recontact::objection::{How, MAX_NUMBERS, MAX_OBJECTIONS, Objection};
use crate::recontact::register::Enrolment;
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, tidy};
use crate::store::{StoreError, UserStore};

/// An objection of a backup. The call it was made in is found again by its time and number.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct SavedObjection {
    company: String,
    numbers: Vec<String>,
    at: Moment,
    how: How,
    note: String,
}

fields!(SavedObjection { company, numbers, at; how = How::default(), note = String::new() });

/// An enrolment of a backup.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct SavedEnrolment {
    enrolled_on: Option<String>,
    renewed_on: Option<String>,
}

fields!(SavedEnrolment { ; enrolled_on = None, renewed_on = None });

impl SavedObjection {
    pub(super) fn of(objection: &Objection) -> Self {
        let Objection { company, numbers, at, how, note, .. } = objection.clone();
        let text =
            |key: NumberKey| PhoneNumber::from_key(key).map_or_else(|| key.digits(), |number| number.to_string());
        Self { company, numbers: numbers.into_iter().map(text).collect(), at, how, note }
    }

    /// `None` when a number does not read, or there are too many.
    pub(super) fn read(&self) -> Option<Objection> {
        if self.numbers.len() > MAX_NUMBERS {
            return None;
        }
        let key = |text: &String| {
            let number = text.parse::<PhoneNumber>().ok().map(PhoneNumber::key);
            number.or_else(|| ShortCode::from_digits(text).map(ShortCode::key))
        };
        let mut numbers: Vec<NumberKey> = self.numbers.iter().map(key).collect::<Option<_>>()?;
        numbers.sort_unstable();
        let company = tidy(&self.company, MAX_SHORT_CHARS);
        let note = tidy(&self.note, MAX_LONG_CHARS);
        Some(Objection { id: None, call_id: None, company, numbers, at: self.at, how: self.how, note })
    }
}

impl From<Enrolment> for SavedEnrolment {
    fn from(dates: Enrolment) -> Self {
        let text = |day: Option<Day>| day.map(|day| day.to_string());
        Self { enrolled_on: text(dates.enrolled_on), renewed_on: text(dates.renewed_on) }
    }
}

impl SavedEnrolment {
    /// `None` when a day does not read.
    pub(super) fn read(saved: &Value) -> Option<Enrolment> {
        let saved: Self = serde_json::from_value(saved.clone()).ok()?;
        let day = |text: &Option<String>| text.as_ref().map(|text| text.parse::<Day>()).transpose().ok();
        Some(Enrolment { enrolled_on: day(&saved.enrolled_on)?, renewed_on: day(&saved.renewed_on)? })
    }
}

/// Every country's enrolment, by its region.
pub(super) fn enrolments_of(store: &UserStore) -> Result<Map<String, Value>, StoreError> {
    let saved = |(region, dates): (String, Enrolment)| (region, value(SavedEnrolment::from(dates)));
    Ok(store.enrolments()?.into_iter().map(saved).collect())
}

/// Adds what is not there: an objection with another time, company or numbers; an enrolment of a country without one.
/// Gives how many objections were added.
pub(super) fn restore(
    store: &UserStore,
    objections: &[SavedObjection],
    enrolments: &Map<String, Value>,
) -> Result<u64, StoreError> {
    let known = store.objections()?;
    let mut added = 0_usize;
    for objection in objections.iter().filter_map(SavedObjection::read) {
        let same = |other: &Objection| {
            (other.at, &other.company, &other.numbers) == (objection.at, &objection.company, &objection.numbers)
        };
        if !known.iter().any(same) && known.len() + added < MAX_OBJECTIONS {
            store.save_objection(&objection)?;
            added += 1;
        }
    }
    for (region, dates) in enrolments.iter().filter(|(region, _)| region.parse::<Region>().is_ok()) {
        let Some(dates) = SavedEnrolment::read(dates) else { continue };
        if store.enrolment(region)?.enrolled_on.is_none() {
            store.save_enrolment(region, dates)?;
        }
    }
    Ok(u64::try_from(added).unwrap_or(u64::MAX))
}
