//! Countries of foreign callers: where contacts live, where the user has called, and what their calls were.

use serde::{Deserialize, Serialize};

/// The request of `countries`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CountriesRequest {
    /// Numbers of the address book as they are written there; nothing is kept of them.
    #[serde(default)]
    pub contacts: Vec<String>,
}

/// The response of `countries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryList {
    /// Foreign countries that are known of, those worth an exception first, then those that call most.
    pub countries: Vec<CountryRow>,
}

/// A foreign country and what this phone knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryRow {
    /// ISO 3166-1; `001` for calling codes of no country.
    pub region: String,
    /// Numbers of the address book there.
    pub contacts: u32,
    /// Numbers there that the user has dialled.
    pub dialled: u32,
    /// Recorded calls from there.
    pub calls: u32,
    /// Calls from there that the user answered or let through.
    pub wanted: u32,
    /// Whether the option for foreign callers stops them now.
    pub is_stopped: bool,
    /// Whether an exception is proposed: there are contacts or dialled numbers.
    pub is_exception_proposed: bool,
    /// Whether stopping them is proposed: several calls, none wanted, no contact, no dialled number.
    pub is_stop_proposed: bool,
}

/// The request of `country_stop`: the option for foreign callers stops a country, or leaves it alone. The response can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryStopRequest {
    /// ISO 3166-1, or `001`.
    pub region: String,
    /// Whether its callers are stopped from now on.
    pub stopped: bool,
}

redacted_debug!(CountriesRequest);
