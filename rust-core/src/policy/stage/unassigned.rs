//! Numbers that the plan of their country cannot assign: too long or too short, or of a range that does not exist. A range that a
//! country reserves for marketing counts as assigned: some of these are newer than the plan.

use crate::number::Caller;
use crate::pack;
use crate::policy::{Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let Some(action) = context.settings.unassigned.action() else { return Opinion::Off };
    let Caller::Number(number) = &call.caller else { return Opinion::Nothing };
    if number.is_in_plan() || context.is_out_of_reach(&call.caller) || pack::find(number.key(), |_| true).is_some() {
        return Opinion::Nothing;
    }
    Opinion::decides(action, Reason::Unassigned)
}
