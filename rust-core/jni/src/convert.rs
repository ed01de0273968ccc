//! Values of the boundary to values of the core and back.

use jni::Env;
use jni::objects::JString;
use jni::sys::{jint, jlong};
use stufo_core::api::{Incoming, Screened};
use stufo_core::moment::Moment;
use stufo_core::number::RawCaller;
use stufo_core::policy::Verification;

/// `null` stays `None`.
pub(crate) fn optional(env: &mut Env<'_>, text: &JString<'_>) -> Result<Option<String>, jni::errors::Error> {
    if text.is_null() { Ok(None) } else { text.try_to_string(env).map(Some) }
}

pub(crate) fn moment(utc_millis: jlong, offset_minutes: jint) -> Moment {
    Moment { utc_millis, offset_minutes }
}

/// The time at which a store is opened: it dates a recovery, nothing else.
#[expect(clippy::disallowed_methods, reason = "this is the edge: the core takes the time as an argument")]
pub(crate) fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Moment { utc_millis: i64::try_from(since.as_millis()).unwrap_or(i64::MAX), offset_minutes: 0 }
}

pub(crate) fn incoming(raw: RawCaller<'_>, verification: jint, sim: jint, at: Moment) -> Incoming<'_> {
    let sim = u8::try_from(sim).ok().filter(|sim| *sim > 0);
    Incoming { raw, verification: Verification::from_code(verification), at, sim }
}

/// Places of the parts in a packed answer: bits 0-7 action, 8-15 reason, 16-62 the record's id.
const REASON_SHIFT: u32 = 8;
const CALL_ID_SHIFT: u32 = 16;

/// A screened call as one integer.
pub(crate) fn pack(screened: Screened) -> jlong {
    let (action, reason) = (screened.verdict.action.code(), screened.verdict.reason.code());
    jlong::from(action) | (jlong::from(reason) << REASON_SHIFT) | (screened.call_id << CALL_ID_SHIFT)
}
