//! Subjects of commits: at most 72 characters, no period at the end. Commits from before this check are left alone.

use anyhow::{Result, bail};

use crate::process::{command, output, root, say};

/// Characters that every tool shows of a subject.
const LIMIT: usize = 72;
/// The file whose arrival is the beginning.
const SINCE: &str = "xtask/src/commits.rs";

pub(crate) fn run() -> Result<()> {
    if !root().join(".git").exists() {
        say("commits: left out, the tree is no git repository");
        return Ok(());
    }
    let arrivals = git(&["log", "--diff-filter=A", "--format=%H", "--", SINCE])?;
    let Some(since) = arrivals.lines().last() else { return Ok(()) };
    let subjects = git(&["log", "--no-merges", "--format=%h %s", &format!("{since}..HEAD")])?;
    let problems: Vec<String> = subjects.lines().filter_map(problem).collect();
    if !problems.is_empty() {
        bail!("commit subjects (CONTRIBUTING.md, Write a commit):\n{}", problems.join("\n"));
    }
    say(&format!("commits: {} subjects", subjects.lines().count()));
    Ok(())
}

fn git(args: &[&str]) -> Result<String> {
    output(&mut command("git", args))
}

/// What is wrong with a line of `hash subject`.
fn problem(line: &str) -> Option<String> {
    let (hash, subject) = line.split_once(' ').unwrap_or((line, ""));
    let what = match subject {
        "" => "it is empty".to_owned(),
        _ if subject.chars().count() > LIMIT => format!("{} characters of {LIMIT}", subject.chars().count()),
        _ if subject.ends_with('.') => "a period at the end".to_owned(),
        _ => return None,
    };
    Some(format!("{hash} {subject}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_of_a_subject_is_found() {
        assert_eq!(problem("1a2b3c4 Refuse a list that shrank by half"), None);
        assert_eq!(problem(&format!("1a2b3c4 {}", "è".repeat(LIMIT))), None);
        for subject in [format!("Say {}", "x".repeat(LIMIT)), "Mend it.".to_owned(), String::new()] {
            assert!(problem(&format!("1a2b3c4 {subject}")).is_some(), "{subject}");
        }
    }
}
