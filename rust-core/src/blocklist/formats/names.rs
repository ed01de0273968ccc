//! Names of columns and fields, in the languages that lists are written in: one table for every form that names its
//! values (tables, JSON, property lists, YAML).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::blocklist::Category;

/// What a column or field holds, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A number or a pattern.
    Number,
    /// The beginning of numbers; in a table with numbers, what stands before them.
    Prefix,
    /// The first number of a range.
    RangeStart,
    /// The last number of a range.
    RangeEnd,
    /// The calling code that the numbers lack.
    CallingCode,
    /// The area code that the numbers lack.
    AreaCode,
    /// A country, as two letters.
    Country,
    Label,
    Category,
    Score,
    /// Whether the row blocks.
    Blocks,
    /// Whether the row lets calls through.
    Allows,
    /// The kind of a row: a word may say that it lets calls through.
    Kind,
    /// Known to hold no caller: dates, counts, identifiers, the number that was called.
    Other,
    Unknown,
}

/// Whole names, each with its role; they go before the words in a name.
const WHOLE: [(Role, &str); 11] = [
    (Role::Kind, "type tipo typ kind list lista liste"),
    (
        Role::Label,
        "name description label subject operator title nome descrizione etichetta titolo nom libelle nombre \
        descripcion etiqueta bezeichnung beschreibung descricao rotulo comment comments note notes notiz \
        commento commentaire comentario kommentar mnemo company azienda firma empresa societe",
    ),
    (Role::Category, "category rating categoria categorie kategorie"),
    (Role::Score, "votes score numberofcalls number_of_calls count voti punteggio"),
    (
        Role::Blocks,
        "isblacklist is_blacklist blacklist blacklisted is_blacklisted blocked is_blocked isblocked block \
        isspam is_spam spam bloccato bloquee bloque bloqueado gesperrt blockiert action azione aktion accion \
        acao list_type listtype",
    ),
    (
        Role::Allows,
        "iswhitelist is_whitelist whitelist whitelisted is_whitelisted allowed is_allowed isallowed allow \
        allowlist consentito autorise permitido erlaubt",
    ),
    (
        Role::CallingCode,
        "country_code countrycode calling_code callingcode country_calling_code dial_code dialcode \
        dialing_code phone_code phonecode phone_country_code international_prefix prefisso_internazionale \
        prefisso_paese indicatif indicatif_pays landesvorwahl landervorwahl laendervorwahl codigo_pais \
        codigo_de_pais codigo_do_pais ddi ccode",
    ),
    (Role::AreaCode, "area_code areacode prefisso vorwahl ortsvorwahl ddd codigo_area codigo_de_area"),
    (Role::Country, "country country_iso iso iso_2 region paese pays pais land"),
    (Role::Prefix, "prefix prefixes prefissi prefixe prefijo prefixo beginning"),
    (Role::Other, "to an dst called callee id nr no n lastActivity date_modified date_created"),
];

/// Words that name a number wherever they stand in a name.
const NUMBER_WORDS: &str = "\
    number numbers phone phones phonenumber phonenumbers telephone telephones tel mobile mobiles cell cellphone \
    cellular landline fax pager msisdn caller callers callerid cid clid cli ani pattern patterns blacklist \
    blocklist entries telefono telefoni numero numeri cellulare cellulari fisso chiamante chiamanti mittente \
    portable appelant appelants numeros movil celular telefonos llamante llamador telefone telefones telemovel \
    chamador chamadora rufnummer rufnummern telefonnummer telefonnummern handynummer mobilnummer mobiltelefon \
    festnetznummer festnetz telefon handy mobil anrufer nummer nummern phonenum tn did num nums";

/// Words that say that a name with a number word is not a caller's: `number of calls`, `order number`, `Phone 1 - Type`.
const OTHER_WORDS: &str = "\
    date data fecha datum day giorno time ora orario hora heure uhrzeit zeit timestamp created updated modified \
    uuid index counter calls chiamate appels llamadas anrufe chamadas votes rating amount importo montant importe \
    betrag price prezzo total totale duration durata duree dauer duracion duracao seconds zip cap plz postal lat \
    lon latitude longitude type tipo typ types label iban vat iva piva siret siren ssn nif cif year anno annee ano \
    jahr imei imsi priority order ordine commande pedido customer cliente client kunden invoice fattura facture \
    factura ticket account case row serial street house called callee destination destinatario dst chiamato appele \
    llamado angerufen angerufene carrier kind version size reports segnalazioni";

/// Words for the first number of a range.
const START_WORDS: &str = "\
    start begin first from debut inizio da dal desde inicio von anfang ab beginn de du low min premier primo erste";

/// Words for the last number of a range.
const END_WORDS: &str = "\
    end to last fin fine al hasta fim bis ende ate high max dernier ultimo letzte au";

/// What a word in a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Number,
    Other,
    Start,
    End,
}

type Tables = (HashMap<&'static str, Role>, HashMap<&'static str, Word>);

/// Every whole name, and every word.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let all =
        [(Word::End, END_WORDS), (Word::Start, START_WORDS), (Word::Other, OTHER_WORDS), (Word::Number, NUMBER_WORDS)];
    for (word, names) in all {
        words.extend(names.split(' ').map(|name| (name, word)));
    }
    let number = NUMBER_WORDS.split(' ').map(|name| (name, Role::Number));
    let whole = WHOLE.iter().flat_map(|(role, names)| names.split(' ').map(|name| (name, *role)));
    (number.chain(whole).collect(), words)
});

/// What a name says.
pub(super) fn role_of(name: &str) -> Role {
    let (whole, known) = &*TABLES;
    // Most names are written as they stand in the table.
    if let Some(role) = whole.get(name) {
        return *role;
    }
    let name = normal(name);
    if let Some(role) = whole.get(name.as_str()) {
        return *role;
    }
    let words: Vec<(&str, Option<Word>)> =
        name.split('_').filter(|word| !word.is_empty()).map(|word| (word, known.get(word).copied())).collect();
    let holds = |kind: Word| words.iter().any(|(_, word)| *word == Some(kind));
    if holds(Word::Other) {
        return Role::Other;
    }
    // `Tranche_Debut`, `Start`, `first number`: one end of a range. `From` alone is who called, `lastActivity` and
    // `Numéro de …` are no ends.
    let is_number = holds(Word::Number);
    let is_end = |(index, (text, word)): &(usize, &(&str, Option<Word>))| {
        let is_last = index + 1 == words.len();
        let is_range = is_range_word(text) && (is_last || is_number);
        matches!(word, Some(Word::Start | Word::End)) && (is_range || (is_last && words.len() > 1))
    };
    match words.iter().enumerate().rfind(is_end) {
        Some((_, (_, Some(Word::Start)))) => Role::RangeStart,
        Some(_) => Role::RangeEnd,
        None if is_number || name == "from" => Role::Number,
        None => Role::Unknown,
    }
}

/// Words that alone name an end of a range; `da`, `al`, `de` say less.
fn is_range_word(word: &str) -> bool {
    word.len() > 2 && !matches!(word, "from" | "low" | "min" | "max" | "high")
}

/// Whether a name alone says that this is a list's array: `numbers`, `blacklist`, `phones`.
pub(super) fn is_list_name(name: &str) -> bool {
    matches!(role_of(name), Role::Number | Role::Prefix | Role::Blocks)
}

/// A name in small letters without accents, its words separated by `_`: `phoneNumber` is `phone_number`.
pub(super) fn normal(name: &str) -> String {
    let mut text = String::new();
    let (mut is_after_small, mut is_after_letter) = (false, false);
    for c in name.trim().chars() {
        // `phoneNumber` and `phone2` are two words each.
        if (c.is_uppercase() && is_after_small) || (c.is_ascii_digit() && is_after_letter) {
            text.push('_');
        }
        is_after_letter = c.is_alphabetic();
        is_after_small = c.is_lowercase() || c.is_ascii_digit();
        for c in c.to_lowercase() {
            match c {
                '\u{e0}'..='\u{e5}' => text.push('a'),
                '\u{e7}' => text.push('c'),
                '\u{e8}'..='\u{eb}' => text.push('e'),
                '\u{ec}'..='\u{ef}' => text.push('i'),
                '\u{f1}' => text.push('n'),
                '\u{f2}'..='\u{f6}' => text.push('o'),
                '\u{f9}'..='\u{fc}' => text.push('u'),
                '\u{feff}' | '"' | '\'' | '*' | '`' => {}
                c if c.is_alphanumeric() => text.push(c),
                _ if text.ends_with('_') => {}
                _ => text.push('_'),
            }
        }
    }
    text.trim_matches('_').to_owned()
}

/// What a value of a `Blocks` or `Allows` field says; `None` for a word that says neither.
pub(super) fn blocks(role: Role, value: &str) -> Option<bool> {
    if !matches!(role, Role::Blocks | Role::Allows | Role::Kind) {
        return None;
    }
    let value = normal(value);
    let says = match value.as_str() {
        "true" | "1" | "yes" | "y" | "si" | "oui" | "ja" | "sim" => true,
        "false" | "0" | "no" | "n" | "non" | "nein" | "nao" => false,
        "block" | "blocked" | "blacklist" | "black" | "deny" | "reject" | "spam" | "blocca" | "bloquer"
        | "bloquear" | "sperren" => {
            return Some(true);
        }
        "lista_bianca" | "lista_blanca" | "lista_branca" | "liste_blanche" | "white_list" | "allow" | "allowed"
        | "whitelist" | "white" | "permit" | "accept" | "consenti" | "autoriser" | "permitir" | "erlauben" => {
            return Some(false);
        }
        _ => return None,
    };
    if role == Role::Blocks { Some(says) } else { (role == Role::Allows).then_some(!says) }
}

/// PhoneBlock's ratings, and our own names.
pub(super) fn category(name: &str) -> Option<Category> {
    let known = match name {
        "B_MISSED" | "C_PING" => "ping",
        "D_POLL" => "poll",
        "E_ADVERTISING" => "advertising",
        "F_GAMBLE" => "gambling",
        "G_FRAUD" => "fraud",
        other => other,
    };
    Category::from_name(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_languages_say_their_role() {
        for name in [
            "Number",
            "phoneNumber",
            "phone_number",
            "Telefono",
            "Numero di telefono",
            "Numéro de téléphone",
            "Número",
            "Rufnummer",
            "Telefonnummer",
            "Home Phone",
            "Phone 1 - Value",
            "Mobile Phone",
            "Blocked number",
            "Chiamante",
            "Appelant",
            "Telefone celular",
            "Company_Phone_Number",
            "pattern",
            "Business Phone 2",
            "From",
        ] {
            assert_eq!(role_of(name), Role::Number, "{name}");
        }
        for name in [
            "Data",
            "Date added",
            "Phone 1 - Type",
            "Numero chiamate",
            "Order number",
            "numberOfCallsTotal",
            "Ora",
            "Datum",
            "lastCallTimestamp",
            "called_number",
            "To",
        ] {
            assert_eq!(role_of(name), Role::Other, "{name}");
        }
        for (name, role) in [
            ("Tranche_Debut", Role::RangeStart),
            ("Tranche_Fin", Role::RangeEnd),
            ("Start", Role::RangeStart),
            ("End", Role::RangeEnd),
            ("number_from", Role::RangeStart),
            ("Numero fine", Role::RangeEnd),
            ("country_code", Role::CallingCode),
            ("isBlacklist", Role::Blocks),
            ("Description", Role::Label),
            ("numberOfCalls", Role::Score),
            ("lastActivity", Role::Other),
            ("first_seen", Role::Unknown),
            ("Last number", Role::RangeEnd),
        ] {
            assert_eq!(role_of(name), role, "{name}");
        }
    }

    #[test]
    fn words_that_block_or_allow() {
        assert_eq!(blocks(Role::Blocks, "False"), Some(false));
        assert_eq!(blocks(Role::Allows, "true"), Some(false));
        assert_eq!(blocks(Role::Blocks, "allow"), Some(false));
        assert_eq!(blocks(Role::Blocks, "perhaps"), None);
        assert_eq!((blocks(Role::Kind, "1"), blocks(Role::Kind, "Lista blanca")), (None, Some(false)));
        assert_eq!(blocks(Role::Label, "white"), None);
    }
}
