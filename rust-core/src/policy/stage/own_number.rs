//! Callers who show the phone's own number or one of its hundred: nobody calls from there, such numbers are forged to look
//! familiar.

use crate::number::Caller;
use crate::policy::{Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let option = &context.settings.own_number;
    let actions = (option.switch.action(), option.hundred.action());
    if context.own_numbers.is_empty() || actions == (None, None) {
        return Opinion::Off;
    }
    let Caller::Number(number) = &call.caller else { return Opinion::Nothing };
    let key = number.key();
    let is_own = context.own_numbers.contains(&key);
    let is_near = key.hundred().is_some_and(|range| context.own_numbers.iter().any(|own| range.contains(*own)));
    match actions {
        (Some(action), _) if is_own => Opinion::decides(action, Reason::OwnNumber),
        (_, Some(action)) if is_near => Opinion::decides(action, Reason::OwnHundred),
        _ => Opinion::Nothing,
    }
}
