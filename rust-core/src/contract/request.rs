//! Every query and every command, each with the type of its response. The generator of the app's models begins here.

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumString};

use super::backup::{BackupPreviewRequest, RestoreRequest};
use super::call::{
    CallContactRequest, CallDeleteRequest, CallNoteRequest, CallOfferRequest, CallRangRequest, CallWantedRequest,
    NetworkCountryRequest,
};
use super::caller_rule::CallersRuleRequest;
use super::complaint::{ComplaintRequest, LetterRequest};
use super::country::{CountriesRequest, CountryStopRequest};
use super::evidence::{EvidenceExportRequest, EvidenceRequest};
use super::explain::ExplainRequest;
use super::export::ExportRequest;
use super::history::{CallRequest, CountsRequest, HistoryGroupsRequest, HistoryRequest};
use super::home::NoticeDismissRequest;
use super::list::{ListAddRequest, ListKeepRequest, ListRemoveRequest, ListUpdateRequest};
use super::objection::{ObjectionDeleteRequest, ObjectionSaveRequest, ObjectionsRequest, RpoSetRequest};
use super::protection::StepDismissRequest;
use super::recontact::RecontactRequest;
use super::report::{ReportDeleteRequest, ReportSaveRequest, ReportStateRequest, ReportsRequest, SenderSaveRequest};
use super::rule::{PreviewRequest, RuleDeleteRequest, RuleEnableRequest, RuleSaveRequest};
use super::settings::{SettingsPatchRequest, WaitingRequest};
use super::sync::SyncLogRequest;
use super::undo::UndoRequest;
use super::watch::WatchRequest;

// The responses that the comments below name.
#[cfg(doc)]
use super::backup::{BackupPreview, BackupText, Restored};
#[cfg(doc)]
use super::call::WantedRule;
#[cfg(doc)]
use super::common::Done;
#[cfg(doc)]
use super::complaint::{Complaint, Letter};
#[cfg(doc)]
use super::country::CountryList;
#[cfg(doc)]
use super::evidence::{EvidenceExportPage, EvidencePage};
#[cfg(doc)]
use super::explain::Explanation;
#[cfg(doc)]
use super::export::ExportPage;
#[cfg(doc)]
use super::history::{CallDetails, CountList, HistoryGroups, HistoryPage, Maintained};
#[cfg(doc)]
use super::home::HomeView;
#[cfg(doc)]
use super::list::{ListAdded, ListsView};
#[cfg(doc)]
use super::objection::{ObjectionOverview, ObjectionPage, ObjectionSaved, RpoSaved};
#[cfg(doc)]
use super::pack::PackList;
#[cfg(doc)]
use super::protection::LevelsView;
#[cfg(doc)]
use super::recontact::RecontactView;
#[cfg(doc)]
use super::report::{ReportPage, ReportSaved, SenderView};
#[cfg(doc)]
use super::rule::{RuleList, RulePreview, SavedRule, SuggestionList};
#[cfg(doc)]
use super::settings::{SavedSettings, SettingsView};
#[cfg(doc)]
use super::sync::SyncLog;
#[cfg(doc)]
use super::undo::Undoable;
#[cfg(doc)]
use super::version::CoreVersion;
#[cfg(doc)]
use super::watch::Watch;

/// What is asked: changes nothing. `ask` names the kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EnumDiscriminants)]
#[serde(tag = "ask", rename_all = "snake_case")]
#[strum_discriminants(
    name(QueryKind),
    derive(EnumString),
    strum(serialize_all = "snake_case"),
    doc = "The kind of a query, by its name on the wire."
)]
pub enum Query {
    /// The first screen's figures.
    ///
    /// Response: [`HomeView`].
    Home,
    /// A page of the history, newest calls first.
    ///
    /// Response: [`HistoryPage`].
    History(HistoryRequest),
    /// A page of the history, newest calls first, calls of one caller that follow on each other as one.
    ///
    /// Response: [`HistoryGroups`].
    HistoryGroups(HistoryGroupsRequest),
    /// One call with all that is known of it.
    ///
    /// Response: [`CallDetails`].
    Call(CallRequest),
    /// "What if this number called?"
    ///
    /// Response: [`Explanation`].
    Explain(ExplainRequest),
    /// The user's rules.
    ///
    /// Response: [`RuleList`].
    Rules,
    /// What a rule not yet saved would have done. An error `bad_pattern` for a pattern that does not read.
    ///
    /// Response: [`RulePreview`].
    Preview(PreviewRequest),
    /// Rules that past calls suggest.
    ///
    /// Response: [`SuggestionList`].
    Suggestions,
    /// How many calls were rejected, silenced and let through, by day, hour, reason or list.
    ///
    /// Response: [`CountList`].
    Counts(CountsRequest),
    /// The settings.
    ///
    /// Response: [`SettingsView`].
    Settings,
    /// What is really on, and what each level of protection keeps from ringing.
    ///
    /// Response: [`LevelsView`].
    Levels,
    /// Foreign countries this phone knows of.
    ///
    /// Response: [`CountryList`].
    Countries(CountriesRequest),
    /// The rows of the national packs.
    ///
    /// Response: [`PackList`].
    Packs,
    /// A page of the history as a file for other programs.
    ///
    /// Response: [`ExportPage`].
    Export(ExportRequest),
    /// The whole backup as one document.
    ///
    /// Response: [`BackupText`].
    Backup,
    /// What a backup holds. An error `bad_backup` for a text that is none.
    ///
    /// Response: [`BackupPreview`].
    BackupPreview(BackupPreviewRequest),
    /// The first screen of the objection tab.
    ///
    /// Response: [`ObjectionOverview`].
    Objection,
    /// The objections with the calls after them.
    ///
    /// Response: [`ObjectionPage`].
    Objections(ObjectionsRequest),
    /// Who called again after which kind of call.
    ///
    /// Response: [`RecontactView`].
    Recontact(RecontactRequest),
    /// Calls with what the record supports about them.
    ///
    /// Response: [`EvidencePage`].
    Evidence(EvidenceRequest),
    /// The evidence as a file for other programs.
    ///
    /// Response: [`EvidenceExportPage`].
    EvidenceExport(EvidenceExportRequest),
    /// A draft of a complaint about chosen calls.
    ///
    /// Response: [`Complaint`].
    Complaint(ComplaintRequest),
    /// A draft of a letter to a company.
    ///
    /// Response: [`Letter`].
    Letter(LetterRequest),
    /// The reports and letters that are kept, with their states.
    ///
    /// Response: [`ReportPage`].
    Reports(ReportsRequest),
    /// The user's own data that reports and letters say.
    ///
    /// Response: [`SenderView`].
    Sender,
    /// The subscribed lists.
    ///
    /// Response: [`ListsView`].
    Lists,
    /// The last attempts to bring a list up to date.
    ///
    /// Response: [`SyncLog`].
    SyncLog(SyncLogRequest),
    /// Versions of the core and of its database.
    ///
    /// Response: [`CoreVersion`].
    Version,
}

/// What is changed. `do` names the kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EnumDiscriminants)]
#[serde(tag = "do", rename_all = "snake_case")]
#[strum_discriminants(
    name(CommandKind),
    derive(EnumString),
    strum(serialize_all = "snake_case"),
    doc = "The kind of a command, by its name on the wire."
)]
pub enum Command {
    /// Saves a rule.
    ///
    /// Response: [`SavedRule`].
    RuleSave(RuleSaveRequest),
    /// Deletes a rule.
    ///
    /// Response: [`Done`].
    RuleDelete(RuleDeleteRequest),
    /// Switches a rule on or off.
    ///
    /// Response: [`Done`].
    RuleEnable(RuleEnableRequest),
    /// Blocks callers from now on, or lets them through: one rule each, all or none.
    ///
    /// Response: [`Undoable`].
    CallersRule(CallersRuleRequest),
    /// Takes back what a command did. An error `refused` where it has been changed since; nothing is changed then.
    ///
    /// Response: [`Done`].
    Undo(UndoRequest),
    /// Changes some settings.
    ///
    /// Response: [`SavedSettings`].
    SettingsPatch(SettingsPatchRequest),
    /// Switches "I am waiting for a call" on or off.
    ///
    /// Response: [`SavedSettings`].
    Waiting(WaitingRequest),
    /// Dismisses a next step of the first screen for good.
    ///
    /// Response: [`Done`].
    StepDismiss(StepDismissRequest),
    /// Stops the callers of a foreign country, or leaves them alone.
    ///
    /// Response: [`Undoable`].
    CountryStop(CountryStopRequest),
    /// Notes how a call went. An error `refused` for the outcome of a rejected call.
    ///
    /// Response: [`Done`].
    CallNote(CallNoteRequest),
    /// Notes what a caller offered.
    ///
    /// Response: [`Done`].
    CallOffer(CallOfferRequest),
    /// Notes what the address book says of a caller that was let through without asking it; noted once.
    ///
    /// Response: [`Done`].
    CallContact(CallContactRequest),
    /// Lets the caller of a call ring from now on.
    ///
    /// Response: [`WantedRule`].
    CallWanted(CallWantedRequest),
    /// Notes that the verdict was not given in time and the phone rang.
    ///
    /// Response: [`Done`].
    CallRang(CallRangRequest),
    /// Notes the country of the network that the phone is in: numbers protected there ring too, until the process ends.
    ///
    /// Response: [`Done`].
    NetworkCountry(NetworkCountryRequest),
    /// Deletes a call.
    ///
    /// Response: [`Done`].
    CallDelete(CallDeleteRequest),
    /// Deletes the whole history.
    ///
    /// Response: [`Done`].
    HistoryClear,
    /// Dismisses a notice.
    ///
    /// Response: [`Done`].
    NoticeDismiss(NoticeDismissRequest),
    /// Brings in a backup.
    ///
    /// Response: [`Restored`].
    Restore(RestoreRequest),
    /// Subscribes to a list.
    ///
    /// Response: [`ListAdded`].
    ListAdd(ListAddRequest),
    /// Changes a subscription.
    ///
    /// Response: [`Done`].
    ListUpdate(ListUpdateRequest),
    /// Keeps the numbers of a list whose new version shrank.
    ///
    /// Response: [`Done`].
    ListKeep(ListKeepRequest),
    /// Ends a subscription; its numbers go.
    ///
    /// Response: [`Done`].
    ListRemove(ListRemoveRequest),
    /// Saves the user's enrolment in the opposition register.
    ///
    /// Response: [`RpoSaved`].
    RpoSet(RpoSetRequest),
    /// Saves an objection.
    ///
    /// Response: [`ObjectionSaved`].
    ObjectionSave(ObjectionSaveRequest),
    /// Deletes an objection.
    ///
    /// Response: [`Done`].
    ObjectionDelete(ObjectionDeleteRequest),
    /// Remembers the user's own data, or forgets it.
    ///
    /// Response: [`Done`].
    SenderSave(SenderSaveRequest),
    /// Keeps a report or a letter.
    ///
    /// Response: [`ReportSaved`].
    ReportSave(ReportSaveRequest),
    /// Notes how far a report has come.
    ///
    /// Response: [`Done`].
    ReportState(ReportStateRequest),
    /// Deletes a report.
    ///
    /// Response: [`Done`].
    ReportDelete(ReportDeleteRequest),
    /// The daily watch: notes the role and the permission, and tells what was lost.
    ///
    /// Response: [`Watch`].
    Watch(WatchRequest),
    /// The daily upkeep: deletes calls that the settings keep no longer, and reminds of the register's days.
    ///
    /// Response: [`Maintained`].
    Maintain,
}
