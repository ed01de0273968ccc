//! All of a user's rules, compiled once per change: sorted intervals, so that ten thousand rules cost a call
//! one binary search and the few intervals around its number.

use super::rule::{Rule, RuleId, RuleKind};
use crate::moment::Moment;
use crate::number::{Caller, KeyRange, NumberKey, Region};
use crate::pattern::{Pattern, PatternError, Target};

/// A rule whose pattern no longer reads. It is kept and not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleProblem {
    /// Row id.
    pub rule: RuleId,
    /// What is wrong with its pattern.
    pub error: PatternError,
}

/// The best rule of each kind for one call, with how specific its pattern is (`Pattern::specificity`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Ruling<'r> {
    /// Best allow rule.
    pub allow: Option<(&'r Rule, u32)>,
    /// Best block rule.
    pub block: Option<(&'r Rule, u32)>,
}

/// Rules ready to be asked.
pub struct RuleSet {
    home: Region,
    allow: Side,
    block: Side,
}

/// The rules of one kind. Intervals nest or are apart, never overlap in part: prefixes are like that, and a
/// wildcard has the interval of the digits it opens with.
#[derive(Default)]
struct Side {
    rules: Vec<Compiled>,
    /// Sorted by first key; an enclosing interval before those inside it.
    nodes: Vec<Node>,
    /// Rules without an interval: regexes.
    others: Vec<usize>,
}

struct Compiled {
    rule: Rule,
    pattern: Pattern,
    specificity: u32,
}

#[derive(Clone, Copy)]
struct Node {
    range: KeyRange,
    rule: usize,
    /// The innermost interval around this one.
    parent: Option<usize>,
    /// The highest specificity of this rule and of all rules that enclose it.
    best: u32,
}

/// When and on which SIM the call rings.
#[derive(Clone, Copy)]
struct Occasion {
    at: Moment,
    sim: Option<u8>,
}

impl<'r> Ruling<'r> {
    /// The rule that decides: the more specific one, allow on a tie.
    #[must_use]
    pub fn winner(&self) -> Option<&'r Rule> {
        match (self.allow, self.block) {
            (Some((_, allow)), Some((rule, block))) if block > allow => Some(rule),
            (Some((rule, _)), _) | (None, Some((rule, _))) => Some(rule),
            (None, None) => None,
        }
    }
}

impl RuleSet {
    /// Compiles the rules that are on. A rule whose pattern cannot be read is a problem, not an error; a regex
    /// is only compiled when a call first needs it, and one that no longer compiles matches nothing.
    #[must_use]
    pub fn compile(rules: Vec<Rule>, home: Region) -> (Self, Vec<RuleProblem>) {
        let mut set = Self { home, allow: Side::default(), block: Side::default() };
        let mut problems = Vec::new();
        for rule in rules {
            if !rule.enabled {
                continue;
            }
            match Pattern::parse_lazily(&rule.pattern, home) {
                Ok(pattern) => {
                    let specificity = pattern.specificity();
                    let side = match rule.kind {
                        RuleKind::Allow => &mut set.allow,
                        RuleKind::Block => &mut set.block,
                    };
                    side.rules.push(Compiled { rule, pattern, specificity });
                }
                Err(error) => problems.push(RuleProblem { rule: rule.id, error }),
            }
        }
        set.allow.index();
        set.block.index();
        (set, problems)
    }

    /// The best allow and the best block rule of one call: of each kind the most specific that is in force and matches.
    /// Between equals the one that opens with more digits, then the one that stands first in the list wins.
    #[must_use]
    pub fn find_both(&self, caller: &Caller, at: Moment, sim: Option<u8>) -> Ruling<'_> {
        let Some(target) = Target::of(caller, self.home) else { return Ruling::default() };
        let occasion = Occasion { at, sim };
        Ruling { allow: self.allow.find(&target, occasion), block: self.block.find(&target, occasion) }
    }

    /// Whether an allow rule that is in force matches the caller, however specific a block rule is.
    #[must_use]
    pub fn allows(&self, caller: &Caller, at: Moment, sim: Option<u8>) -> bool {
        let target = Target::of(caller, self.home);
        target.is_some_and(|target| self.allow.find(&target, Occasion { at, sim }).is_some())
    }

    /// How many rules are asked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.allow.rules.len() + self.block.rules.len()
    }

    /// Whether no rule is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Side {
    fn index(&mut self) {
        for (index, compiled) in self.rules.iter().enumerate() {
            match compiled.pattern.search_range() {
                Some(range) => self.nodes.push(Node { range, rule: index, parent: None, best: compiled.specificity }),
                None => self.others.push(index),
            }
        }
        let specificity = |node: &Node| self.rules.get(node.rule).map_or(0, |compiled| compiled.specificity);
        // Of equal intervals the last is asked first: the most specific, then the first of the list.
        self.nodes.sort_by_key(|node| {
            let KeyRange { first, last } = node.range;
            (first, std::cmp::Reverse(last), specificity(node), std::cmp::Reverse(node.rule))
        });
        let mut around: Vec<(usize, NumberKey, u32)> = Vec::new();
        for (index, node) in self.nodes.iter_mut().enumerate() {
            while around.pop_if(|(_, last, _)| *last < node.range.first).is_some() {}
            if let Some((parent, _, best)) = around.last() {
                node.parent = Some(*parent);
                node.best = node.best.max(*best);
            }
            around.push((index, node.range.last, node.best));
        }
    }

    fn find(&self, target: &Target<'_>, occasion: Occasion) -> Option<(&Rule, u32)> {
        let Some(key) = target.key.filter(|_| target.text.is_none()) else {
            return self.find_of_text(target, occasion);
        };
        let mut found: Option<&Compiled> = None;
        let after = self.nodes.partition_point(|node| node.range.first <= key);
        let mut next = after.checked_sub(1);
        while let Some(node) = next.and_then(|index| self.nodes.get(index)) {
            if found.is_some_and(|best| node.best <= best.specificity) {
                break;
            }
            next = node.parent;
            if !node.range.contains(key) {
                continue;
            }
            let Some(compiled) = self.rules.get(node.rule) else { continue };
            let better = found.is_none_or(|best| compiled.specificity > best.specificity);
            if better && compiled.speaks(target, occasion) {
                found = Some(compiled);
            }
        }
        if found.is_none() {
            let others = self.others.iter().filter_map(|index| self.rules.get(*index));
            found = others.into_iter().find(|compiled| compiled.speaks(target, occasion));
        }
        found.map(|compiled| (&compiled.rule, compiled.specificity))
    }
}

impl Side {
    /// The most specific rule about a caller that is no number: they are rare, and every rule is asked.
    fn find_of_text(&self, target: &Target<'_>, occasion: Occasion) -> Option<(&Rule, u32)> {
        let speaking = self.rules.iter().filter(|compiled| compiled.speaks(target, occasion));
        let best = speaking.reduce(|best, next| if next.specificity > best.specificity { next } else { best });
        best.map(|compiled| (&compiled.rule, compiled.specificity))
    }
}

impl Compiled {
    fn speaks(&self, target: &Target<'_>, occasion: Occasion) -> bool {
        self.pattern.matches_target(target) && self.rule.is_in_force(occasion.at, occasion.sim)
    }
}
