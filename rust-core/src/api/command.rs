//! The commands: which part of the engine carries out each. A change that a decision depends on makes screening read again.

use super::request::{Fields, respond, time_of};
use crate::contract::request::{Command, CommandKind};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::{
    backup, call, caller_rules, countries, history, home, lists, maintenance, objections, protection, register, report,
    rules, settings, undo, watch,
};
use crate::moment::Moment;

impl Core {
    /// Carries out a command: JSON in, JSON out (docs/formats/api.md).
    ///
    /// # Errors
    /// `BadRequest` for one that cannot be read; else what the acting part says. Nothing is changed then.
    pub fn command(&self, request: &str) -> Result<String, ApiError> {
        match self.try_command(request) {
            Err(error) if self.recover_after(&error, time_of(request)) => self.try_command(request),
            response => response,
        }
    }

    fn try_command(&self, request: &str) -> Result<String, ApiError> {
        let fields = Fields::of(request)?;
        let at = fields.time()?;
        let response = handle(self, read(fields)?, at)?;
        self.changed();
        Ok(response)
    }
}

fn read(fields: Fields) -> Result<Command, ApiError> {
    Ok(match fields.kind("do")? {
        CommandKind::RuleSave => Command::RuleSave(fields.read()?),
        CommandKind::RuleDelete => Command::RuleDelete(fields.read()?),
        CommandKind::RuleEnable => Command::RuleEnable(fields.read()?),
        CommandKind::CallersRule => Command::CallersRule(fields.read()?),
        CommandKind::Undo => Command::Undo(fields.read()?),
        CommandKind::SettingsPatch => Command::SettingsPatch(fields.read()?),
        CommandKind::Waiting => Command::Waiting(fields.read()?),
        CommandKind::StepDismiss => Command::StepDismiss(fields.read()?),
        CommandKind::CountryStop => Command::CountryStop(fields.read()?),
        CommandKind::CallNote => Command::CallNote(fields.read()?),
        CommandKind::CallOffer => Command::CallOffer(fields.read()?),
        CommandKind::CallContact => Command::CallContact(fields.read()?),
        CommandKind::CallWanted => Command::CallWanted(fields.read()?),
        CommandKind::CallRang => Command::CallRang(fields.read()?),
        CommandKind::NetworkCountry => Command::NetworkCountry(fields.read()?),
        CommandKind::CallDelete => Command::CallDelete(fields.read()?),
        CommandKind::HistoryClear => Command::HistoryClear,
        CommandKind::NoticeDismiss => Command::NoticeDismiss(fields.read()?),
        CommandKind::Restore => Command::Restore(fields.read()?),
        CommandKind::ListAdd => Command::ListAdd(fields.read()?),
        CommandKind::ListUpdate => Command::ListUpdate(fields.read()?),
        CommandKind::ListKeep => Command::ListKeep(fields.read()?),
        CommandKind::ListRemove => Command::ListRemove(fields.read()?),
        CommandKind::RpoSet => Command::RpoSet(fields.read()?),
        CommandKind::ObjectionSave => Command::ObjectionSave(fields.read()?),
        CommandKind::ObjectionDelete => Command::ObjectionDelete(fields.read()?),
        CommandKind::SenderSave => Command::SenderSave(fields.read()?),
        CommandKind::ReportSave => Command::ReportSave(fields.read()?),
        CommandKind::ReportState => Command::ReportState(fields.read()?),
        CommandKind::ReportDelete => Command::ReportDelete(fields.read()?),
        CommandKind::Watch => Command::Watch(fields.read()?),
        CommandKind::Maintain => Command::Maintain,
    })
}

fn handle(core: &Core, command: Command, at: Moment) -> Result<String, ApiError> {
    match command {
        Command::RuleSave(request) => respond(rules::save(core, request, at)),
        Command::RuleDelete(request) => respond(rules::delete(core, request)),
        Command::RuleEnable(request) => respond(rules::enable(core, request)),
        Command::CallersRule(request) => respond(caller_rules::decide(core, request, at)),
        Command::Undo(request) => respond(undo::undo(core, &request, at)),
        Command::SettingsPatch(request) => respond(settings::patch(core, request, at)),
        Command::Waiting(request) => respond(settings::wait_for_call(core, request, at)),
        Command::StepDismiss(request) => respond(protection::dismiss_step(core, request, at)),
        Command::CountryStop(request) => respond(countries::stop(core, &request, at)),
        Command::CallNote(request) => respond(call::note(core, request)),
        Command::CallOffer(request) => respond(call::note_offer(core, request)),
        Command::CallContact(request) => respond(call::note_contact(core, request)),
        Command::CallWanted(request) => respond(call::wanted(core, request, at)),
        Command::CallRang(request) => respond(call::rang(core, request)),
        Command::NetworkCountry(request) => respond(Ok(call::network_country(core, &request))),
        Command::CallDelete(request) => respond(call::delete(core, request)),
        Command::HistoryClear => respond(history::clear(core)),
        Command::NoticeDismiss(request) => respond(home::dismiss_notice(core, request)),
        Command::Restore(request) => respond(backup::restore(core, request, at)),
        Command::ListAdd(request) => respond(lists::add(core, request, at)),
        Command::ListUpdate(request) => respond(lists::update(core, request)),
        Command::ListKeep(request) => respond(lists::keep(core, request)),
        Command::ListRemove(request) => respond(lists::remove(core, request)),
        Command::RpoSet(request) => respond(register::enrol(core, request, at)),
        Command::ObjectionSave(request) => respond(objections::save(core, request, at)),
        Command::ObjectionDelete(request) => respond(objections::delete(core, request)),
        Command::SenderSave(request) => respond(report::save_sender(core, request)),
        Command::ReportSave(request) => respond(report::save(core, request, at)),
        Command::ReportState(request) => respond(report::set_state(core, request, at)),
        Command::ReportDelete(request) => respond(report::delete(core, request, at)),
        Command::Watch(request) => respond(watch::watch(core, request, at)),
        Command::Maintain => respond(maintenance::run(core, at)),
    }
}
