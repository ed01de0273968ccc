//! Emergency and essential services ring whatever any rule says.

use crate::number::{Region, never_block};
use crate::policy::{Action, Call, Finding, Reason, StageName};

const STAGE: StageName = StageName::NeverBlock;

pub(super) fn judge(call: &Call, home: Region) -> Finding {
    match never_block(&call.caller, home) {
        Some(_) => Finding::decides(STAGE, Action::Allow, Reason::NeverBlock, None),
        None => Finding::nothing(STAGE),
    }
}
