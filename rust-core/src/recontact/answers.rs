//! What the authority's form asks for, answered from what is typed and from the record, and the rows of the form.

use super::draft::{ChosenRecord, ComplaintFields, ComplaintInputs, FormField, FormRow, known_company};
use super::draft_field::DraftField;
use super::evidence::CallFact;
use super::fact_code::FactCode;
use super::law::{FactRule, Law};
use super::objection::Objection;
use super::phrases::{objected, offer_words, outcome_words, plain_caller};
use super::text::{MAX_SHORT_CHARS, fill, format_date, format_time, sanitize_line};

/// An answer and what it rests on.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// As it is entered.
    pub(super) value: String,
    /// Fields that were typed.
    pub(super) fields: Vec<DraftField>,
    /// Row ids of calls.
    pub(super) calls: Vec<i64>,
    /// Row ids of objections.
    pub(super) objections: Vec<i64>,
    /// Whether it rests on the enrolment.
    pub(super) register: bool,
}

/// What the record supports in the same words about some of the calls.
pub(super) struct FactGroup<'a> {
    /// The rule.
    pub(super) rule: &'static FactRule,
    once: &'a str,
    /// Which calls, by their place, with what is said of each.
    members: Vec<(usize, &'a str)>,
    /// Row ids that it rests on.
    pub(super) calls: Vec<i64>,
    /// Objections that it rests on.
    pub(super) objections: Vec<i64>,
    /// Whether it rests on the enrolment.
    pub(super) register: bool,
}

impl FactGroup<'_> {
    /// What a draft says of them: "Calls 2, 4: …".
    pub(super) fn text(&self, law: &'static Law, of: usize) -> String {
        let words = &law.complaint;
        let indexes: Vec<String> = self.members.iter().map(|(index, _)| (index + 1).to_string()).collect();
        let template = match indexes.len() {
            1 => &words.facts_one,
            members if members == of => &words.facts_all,
            _ => &words.facts_some,
        };
        fill(template, &[("indexes", &indexes.join(", ")), ("fact", self.once)])
    }

    /// What the line of a call says of it: its name in a word, and what is this call's alone. Nothing where the same
    /// is said of every call.
    pub(super) fn mark(&self, index: usize, of: usize) -> Option<String> {
        let (_, each) = self.members.iter().find(|(member, _)| *member == index)?;
        let is_common = of > 1 && self.members.len() == of;
        match (is_common, each.is_empty()) {
            (true, true) => None,
            (_, false) => Some(format!("{} ({each})", self.rule.mark)),
            (false, true) => Some(self.rule.mark.clone()),
        }
    }
}

/// The answers to a form.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a> {
    pub(super) inputs: &'a ComplaintInputs<'a>,
    pub(super) chosen: &'a [ChosenRecord],
    pub(super) fields: &'a ComplaintFields,
}

impl<'a> Answers<'a> {
    /// The answer to a field that is about all calls; `None` where it is still to be said.
    pub(super) fn of(&self, field: DraftField) -> Option<Answer> {
        let fields = self.fields;
        match field {
            DraftField::Name => typed(field, &fields.name),
            DraftField::TaxCode => typed(field, &fields.tax_code),
            DraftField::Contact => typed(field, &fields.contact),
            DraftField::CalledNumber => typed(field, &fields.called_number),
            DraftField::Address => typed(field, &fields.address),
            DraftField::Postcode => typed(field, &fields.postcode),
            DraftField::Place => typed(field, &fields.place),
            DraftField::CompanyAddress => typed(field, &fields.company_address),
            // The user's own words on this draft come before those of a record.
            DraftField::Company => typed(field, &fields.company).or_else(|| self.known_company()),
            DraftField::Content => typed(field, &fields.content).or_else(|| self.told_offers()),
            DraftField::Consent => self.answered(field, fields.consent),
            DraftField::Contract => self.answered(field, fields.contract),
            DraftField::Register => self.enrolled(),
            DraftField::Objected => self.objected(),
            DraftField::Facts => self.supported(),
            DraftField::CallDate | DraftField::CallTime | DraftField::Caller | DraftField::Outcome => None,
        }
    }

    fn answered(&self, field: DraftField, said: Option<bool>) -> Option<Answer> {
        let words = &self.inputs.law.complaint;
        let value = if said? { &words.yes } else { &words.no };
        Some(Answer { value: value.clone(), fields: vec![field], ..Answer::default() })
    }

    fn known_company(&self) -> Option<Answer> {
        let objection = known_company(self.inputs.objections, self.chosen)?;
        let value = sanitize_line(&objection.company, MAX_SHORT_CHARS);
        Some(Answer { value, objections: objection.id.into_iter().collect(), ..Answer::default() })
    }

    /// What the user said that these calls offered, each offer once.
    fn told_offers(&self) -> Option<Answer> {
        let told = |call: &&ChosenRecord| call.record.offer.is_some_and(|offer| offer.is_advertising());
        let calls: Vec<&ChosenRecord> = self.chosen.iter().filter(told).collect();
        let mut offers: Vec<_> = calls.iter().filter_map(|call| call.record.offer).collect();
        offers.sort_unstable();
        offers.dedup();
        let words: Vec<&str> = offers.into_iter().filter_map(|offer| offer_words(self.inputs.law, offer)).collect();
        let calls = calls.iter().map(|call| call.record.id).collect();
        (!words.is_empty()).then(|| Answer { value: words.join(", "), calls, ..Answer::default() })
    }

    fn enrolled(&self) -> Option<Answer> {
        let enrolment = self.inputs.enrolment;
        let _in_force = enrolment.in_force_on(self.inputs.law)?;
        Some(Answer {
            value: format_date(self.inputs.law, enrolment.enrolled_on?),
            register: true,
            ..Answer::default()
        })
    }

    fn objected(&self) -> Option<Answer> {
        let objections = self.objections();
        let texts: Vec<String> = objections.iter().map(|objection| objected(self.inputs.law, objection)).collect();
        (!texts.is_empty()).then(|| Answer {
            value: texts.join(" "),
            objections: objections.iter().filter_map(|objection| objection.id).collect(),
            calls: objections.iter().filter_map(|objection| objection.call_id).collect(),
            ..Answer::default()
        })
    }

    /// What the record supports, as one text.
    fn supported(&self) -> Option<Answer> {
        let groups = self.facts();
        let of = self.chosen.len();
        let texts: Vec<String> = groups.iter().map(|group| group.text(self.inputs.law, of)).collect();
        (!texts.is_empty()).then(|| Answer {
            value: texts.join("\n"),
            calls: groups.iter().flat_map(|group| group.calls.iter().copied()).collect(),
            objections: groups.iter().flat_map(|group| group.objections.iter().copied()).collect(),
            register: groups.iter().any(|group| group.register),
            ..Answer::default()
        })
    }

    /// The objections that the calls' facts rest on, oldest first.
    pub(super) fn objections(&self) -> Vec<&'a Objection> {
        let rests = |objection: &&Objection| {
            let of_it = |fact: &CallFact| {
                fact.rule.code == FactCode::AfterObjection
                    && (objection.id.is_some() && fact.objection == objection.id
                        || fact.objection.is_none() && objection.call_id.is_some_and(|id| fact.calls.contains(&id)))
            };
            self.chosen.iter().any(|call| call.facts.iter().any(of_it))
        };
        self.inputs.objections.all().iter().filter(rests).collect()
    }

    /// The facts about the calls in the order of the law, those that say the same together.
    pub(super) fn facts(&self) -> Vec<FactGroup<'a>> {
        let mut groups: Vec<FactGroup<'a>> = Vec::new();
        for rule in &self.inputs.law.facts {
            for (index, call) in self.chosen.iter().enumerate() {
                for fact in call.facts.iter().filter(|fact| std::ptr::eq(fact.rule, rule)) {
                    let same = |group: &&mut FactGroup<'_>| std::ptr::eq(group.rule, rule) && group.once == fact.once;
                    let (once, member) = (fact.once.as_str(), (index, fact.each.as_str()));
                    let group = match groups.iter_mut().find(same) {
                        Some(group) => group,
                        None => {
                            groups.push(FactGroup {
                                rule,
                                once,
                                members: Vec::new(),
                                calls: Vec::new(),
                                objections: Vec::new(),
                                register: false,
                            });
                            let Some(group) = groups.last_mut() else { continue };
                            group
                        }
                    };
                    group.members.push(member);
                    group.register |= fact.register;
                    group
                        .calls
                        .extend(fact.calls.iter().filter(|id| !group.calls.contains(id)).copied().collect::<Vec<_>>());
                    let objection = fact.objection.filter(|id| !group.objections.contains(id));
                    group.objections.extend(objection);
                }
            }
        }
        groups
    }

    /// Fields that are not answered and can be: by typing, or by entering the enrolment.
    pub(super) fn missing(&self) -> Vec<FormField> {
        let can =
            |field: DraftField| field.is_typed() || field == DraftField::Register && self.inputs.law.register.is_some();
        let open = self.inputs.law.form.fields.iter().filter(|rule| can(rule.field) && self.of(rule.field).is_none());
        open.map(|rule| FormField::new(rule, rule.required)).collect()
    }

    /// The rows of the form in its order, those of a call for each call.
    pub(super) fn rows(&self) -> Vec<FormRow> {
        let mut rows = Vec::new();
        for group in
            self.inputs.law.form.fields.chunk_by(|one, other| one.field.is_of_call() == other.field.is_of_call())
        {
            let of_call = group.first().is_some_and(|rule| rule.field.is_of_call());
            let calls: Vec<Option<&ChosenRecord>> =
                if of_call { self.chosen.iter().map(Some).collect() } else { vec![None] };
            for call in calls {
                rows.extend(group.iter().map(|rule| FormRow {
                    field: rule.field,
                    call: call.map(|call| call.record.id),
                    label: rule.label.clone(),
                    text: rule.name.clone(),
                    value: match call {
                        Some(call) => self.of_call(rule.field, call),
                        None => self.of(rule.field).map(|answer| answer.value),
                    },
                    required: rule.required,
                }));
            }
        }
        rows
    }

    fn of_call(&self, field: DraftField, call: &ChosenRecord) -> Option<String> {
        let (law, at) = (self.inputs.law, call.record.call.at);
        match field {
            DraftField::CallDate => Some(format_date(law, at.date())),
            DraftField::CallTime => Some(format_time(at)),
            DraftField::Caller => Some(plain_caller(law, self.inputs.home, &call.record.call.caller)),
            DraftField::Outcome => call.record.outcome.map(|outcome| outcome_words(law, outcome).to_owned()),
            _ => None,
        }
    }
}

fn typed(field: DraftField, value: &Option<String>) -> Option<Answer> {
    let value = value.as_ref().filter(|value| !value.is_empty())?.clone();
    Some(Answer { value, fields: vec![field], ..Answer::default() })
}
