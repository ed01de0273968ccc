//! Words that are no longer used here, and the field's words that took their place: a newcomer searches for the latter.
//! The glossary is in CONTRIBUTING.md.

/// A word as it stands in code or text, and what to say. A word of an old macro ends in `!`. Not here, because stored data
/// has them: `begun_anew` (a reason in the sync log).
const RETIRED: &[(&str, &str)] = &[
    ("fields!", "serde derives"),
    ("object!", "a type of the contract"),
    ("with!", "a type of the contract"),
    ("Dossier", "EvidenceContext"),
    ("dossier", "evidence context"),
    ("patience", "Retry-After, max_retry_after"),
    ("LONGEST_PATIENCE", "MAX_RETRY_AFTER"),
    ("doubt_changes", "require_full_fetch"),
    ("is_held", "is_suspicious_shrink"),
    ("unmark", "clear_validators"),
    ("forget_mark", "clear_validators"),
    ("forget_marks", "clear_validators"),
    ("put_in_force", "install"),
    ("put_off", "cancel"),
    ("Arriving", "PendingUpdates"),
    ("Arrived", "PendingUpdate"),
    ("goes_on", "has_more"),
    ("Comparing", "DiffStats"),
    ("Stratum", "KeyClass"),
    ("stratum", "key class"),
    ("Packing", "Compression"),
    ("DamagedPacking", "DamagedCompression"),
    ("NestedPacking", "NestedCompression"),
    ("uncoded", "decode_bom"),
    ("is_by_the_way", "is_metadata_entry"),
    ("inflated", "a text in the library is a text"),
    ("packed_text", "a text in the library is a text"),
    ("Desk", "the connection of the screens"),
    ("desk", "the connection of the screens"),
    ("DESK_BUSY", "the connection of the screens"),
    ("fold_log", "checkpoint"),
    ("tear_off", "cancel"),
    ("tearOff", "cancel"),
    ("askedFor", "what the intent opens"),
    ("MOST_STEPS", "MAX_STEPS"),
    ("the person", "the user"),
    ("The person", "the user"),
    ("as if drawn", "pseudo-random"),
    ("by the way", "metadata entry"),
    ("begun anew", "restarted"),
    ("made anew", "created again"),
    ("make_anew", "recreate"),
    ("gone on with", "resumed"),
    ("goes on with", "resumes"),
    ("put in force", "install"),
    ("puts in force", "installs"),
    ("tear off", "cancel"),
    ("torn off", "closed, cancelled"),
    ("filled up to a byte", "padded"),
];

/// Those of them that are still in the tree; `cargo xtask tidy` says when one can be taken off.
const NOT_YET: &[&str] = &[];

/// Retired words in a text, each once.
pub(crate) fn retired(text: &str) -> Vec<String> {
    let found = RETIRED.iter().filter(|(word, _)| !NOT_YET.contains(word) && stands_in(text, word));
    found.map(|(word, say)| format!("\"{word}\" is no word of ours: {say}")).collect()
}

/// Words of `NOT_YET` that no text holds any more.
pub(crate) fn gone<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Vec<&'static str> {
    NOT_YET.iter().copied().filter(|word| !texts.clone().any(|text| stands_in(text, word))).collect()
}

/// Whether a word stands in a text as a whole: no letter, digit or underscore beside it.
pub(crate) fn stands_in(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(start, found)| {
        let (before, after) = (text.get(..start), text.get(start + found.len()..));
        !is_part(before.and_then(|text| text.chars().next_back()))
            && !is_part(after.and_then(|text| text.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_retired_word_is_found_and_no_other() {
        for (word, say) in RETIRED.iter().filter(|(word, _)| !NOT_YET.contains(word)) {
            let found = retired(&format!("let x = {word}(1);"));
            assert!(found.iter().any(|found| found.contains(word) && found.ends_with(say)), "{word}: {found:?}");
            assert_eq!(retired(&format!("x{word} my_{word} {word}s_")), Vec::<String>::new(), "{word}");
        }
        assert_eq!(retired("an objection, objects and with care"), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_yet_gone_is_on_the_list() {
        for word in NOT_YET {
            assert!(RETIRED.iter().any(|(retired, _)| retired == word), "{word}");
        }
    }
}
