//! What a number tells by itself: country, kind of line, and how people write it.

use super::plan::{Field, Plan};
use super::{PhoneNumber, Region, parse};

/// Kind of line, from the numbering plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LineType {
    /// A fixed line; in plans that do not tell, a fixed line or a mobile.
    Fixed,
    /// A mobile.
    Mobile,
    /// Free for the caller.
    TollFree,
    /// Costs more than a call.
    Premium,
    /// Caller and called share the cost.
    SharedCost,
    /// Telephony over the Internet.
    Voip,
    /// Follows a person.
    Personal,
    /// A company's number for all its places.
    Uan,
    /// The plan does not know the number. Many numbers in use are unknown.
    Unknown,
}

impl LineType {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// In libphonenumber's order: a special kind before the ordinary ones.
const KINDS: [(Field, LineType); 8] = [
    (Field::PremiumRate, LineType::Premium),
    (Field::TollFree, LineType::TollFree),
    (Field::SharedCost, LineType::SharedCost),
    (Field::Voip, LineType::Voip),
    (Field::Personal, LineType::Personal),
    (Field::Uan, LineType::Uan),
    (Field::Fixed, LineType::Fixed),
    (Field::Mobile, LineType::Mobile),
];

impl PhoneNumber {
    /// The country, where the plan tells: for a shared calling code the region whose ranges hold the number, else
    /// the code's main region. `None` for calling codes of no country.
    #[must_use]
    pub fn region(self) -> Option<Region> {
        let (code, national) = self.parts();
        let plans = Plan::of_code(code);
        let own = plans.iter().find(|plan| {
            let leading = plan.regex(Field::LeadingDigits);
            leading.map_or_else(|| kind_of(**plan, &national) != LineType::Unknown, |regex| regex.is_match(&national))
        });
        match plans.as_slice() {
            [only] => only.region(),
            _ => own.or(plans.first()).and_then(|plan| plan.region()),
        }
    }

    /// The kind of line.
    #[must_use]
    pub fn line_type(self) -> LineType {
        let (code, national) = self.parts();
        let kinds = Plan::of_code(code).into_iter().map(|plan| kind_of(plan, &national));
        kinds.into_iter().find(|kind| *kind != LineType::Unknown).unwrap_or(LineType::Unknown)
    }

    /// Whether the plan of its calling code knows such numbers. Callers also show others, which are invented or newer than
    /// the plan: so this says what a publisher vouches for, not what may be blocked.
    #[must_use]
    pub fn is_in_plan(self) -> bool {
        let (code, national) = self.parts();
        Plan::of_code(code).into_iter().any(|plan| plan.is_general(&national))
    }

    /// An Italian number with the zero that its writer took for a trunk prefix (`+39 2…` for `+39 02…`), where nothing else can
    /// be meant: as it stands no plan knows it, and with the zero it is a fixed number. `None` leaves the number as it is.
    #[must_use]
    pub fn with_lost_zero(self) -> Option<Self> {
        let (code, national) = self.parts();
        if code != Region::ITALY.calling_code() || national.starts_with('0') || self.line_type() != LineType::Unknown {
            return None;
        }
        let repaired = Self::from_e164_digits(&format!("{code}0{national}")).ok()?;
        (repaired.line_type() == LineType::Fixed).then_some(repaired)
    }

    /// As people write it: grouped as the plan groups it, with `+` and the calling code unless it is a number of
    /// `home`. Digits that the plan does not know are grouped by threes after the first four. Reads as itself: what would not
    /// (`0020 092` for `+390020092` in Italy) is shown in E.164.
    #[must_use]
    pub fn display(self, home: Region) -> String {
        let shown = self.grouped_at(home);
        if Self::parse(&shown, home) == Ok(self) { shown } else { self.to_string() }
    }

    fn grouped_at(self, home: Region) -> String {
        let (code, national) = self.parts();
        let grouped =
            Plan::main_of_code(code).and_then(|plan| grouped(plan, &national)).unwrap_or_else(|| by_threes(&national));
        // Only Italy writes its national numbers just as they follow the calling code.
        if home == Region::ITALY && code == 39 { grouped } else { format!("+{code} {grouped}") }
    }

    /// Digits of everyday numbers that begin with these digits of E.164; `None` while the calling code is open.
    #[must_use]
    pub fn usual_digits_after(digits: &str) -> Option<usize> {
        (1..=3).find_map(|length| {
            let code: u16 = digits.get(..length)?.parse().ok()?;
            let plan = Plan::main_of_code(code)?;
            Some((length + plan.usual_length()).min(Self::MAX_DIGITS))
        })
    }

    /// The calling code and the national digits.
    #[must_use]
    pub fn parts(self) -> (u16, String) {
        let digits = self.key().digits();
        for length in 1..=3 {
            let split = digits.split_at_checked(length);
            let known = split.and_then(|(code, national)| Some((code.parse().ok()?, national)));
            if let Some((code, national)) = known.filter(|(code, _)| Plan::knows_code(*code)) {
                return (code, national.to_owned());
            }
        }
        (0, digits)
    }
}

impl Region {
    /// The calling code, e.g. 39.
    #[must_use]
    pub fn calling_code(self) -> u16 {
        Plan::of(self).map_or(0, Plan::code)
    }

    /// How many of the leading digits are the prefix that one dials here before a calling code.
    #[must_use]
    pub fn international_prefix_length(self, digits: &str) -> Option<usize> {
        Plan::of(self).and_then(|plan| parse::international_prefix(digits, plan))
    }

    /// The digits that follow the calling code, for the beginning of a national number as dialled here: without
    /// the trunk prefix, where the plan has one.
    #[must_use]
    pub fn without_trunk_digits(self, digits: &str) -> &str {
        digits.strip_prefix(self.trunk_digits()).unwrap_or(digits)
    }

    /// The trunk prefix that one dials here before a national number; empty where there is none.
    #[must_use]
    pub fn trunk_digits(self) -> &'static str {
        Plan::of(self).map_or("", |plan| plan.field(Field::TrunkDigits))
    }
}

pub(super) fn kind_of(plan: Plan, national: &str) -> LineType {
    if !plan.has_length(national.len()) || !plan.matches(Field::General, national) {
        return LineType::Unknown;
    }
    KINDS.into_iter().find(|(field, _)| plan.matches(*field, national)).map_or(LineType::Unknown, |(_, kind)| kind)
}

fn grouped(plan: Plan, national: &str) -> Option<String> {
    plan.field(Field::Formats).split(';').find_map(|format| {
        let (leading, rest) = format.split_once('~')?;
        let (pattern, shape) = rest.split_once('~')?;
        let begins =
            |source: &str| regex_lite::Regex::new(&format!("^(?:{source})")).is_ok_and(|r| r.is_match(national));
        if !leading.is_empty() && !begins(leading) {
            return None;
        }
        let whole = regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()?;
        let shape = shape.replace('$', "$$").replace("$$1", "${1}").replace("$$2", "${2}").replace("$$3", "${3}");
        let shape = shape.replace("$$4", "${4}").replace("$$5", "${5}");
        whole.is_match(national).then(|| whole.replace(national, shape.as_str()).into_owned())
    })
}

fn by_threes(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        // The first digits say most and stay together: `0843 123 456`.
        if index > 3 && (index - 4) % 3 == 0 && digits.len() - index > 1 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
