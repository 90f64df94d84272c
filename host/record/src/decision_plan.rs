//! A plan of decisions about held records, as people write it for `tamga adjudicate --plan`.

use serde::Deserialize;

use crate::limits::{DECISIONS_PLANNED_MAX, PLAN_LEN_MAX};

/// Why a plan is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// It is longer than [`PLAN_LEN_MAX`] bytes.
    #[error("the plan is longer than {PLAN_LEN_MAX} bytes")]
    TooLong,
    /// It is no TOML of this form; the text names the line.
    #[error("{0}")]
    Toml(String),
    /// It is of another format.
    #[error("format: expected \"tamga/decision-plan/v1\"")]
    Format,
    /// A decision names a reason and a record, or neither.
    #[error("decision {number}: give either `reason`, with or without `region`, or `record`")]
    Subject {
        /// Which one, from 1.
        number: usize,
    },
    /// There is no decision in it.
    #[error("the plan has no [[decision]]")]
    Empty,
    /// There are more than [`DECISIONS_PLANNED_MAX`].
    #[error("more than {DECISIONS_PLANNED_MAX} decisions")]
    TooMany,
}

/// What is decided about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Every record that a reason holds, in all regions of the opening or in one.
    Reason {
        /// The reason's word.
        word: String,
        /// Code of the region.
        region: Option<String>,
    },
    /// One record, `REGION/COLLECTOR/BUNDLE/ITEM`.
    Record(String),
}

/// One decision to be put to the vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDecision {
    /// What it is about.
    pub subject: Subject,
    /// Officers who vote for counting.
    pub in_favour: Vec<u8>,
    /// Officers who vote against.
    pub against: Vec<u8>,
    /// The reason that auditors read.
    pub why: String,
}

/// Decisions in the order in which they are put to the vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionPlan {
    /// The decisions.
    pub decisions: Vec<PlannedDecision>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPlan {
    format: String,
    #[serde(default)]
    decision: Vec<WrittenDecision>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDecision {
    reason: Option<String>,
    region: Option<String>,
    record: Option<String>,
    #[serde(default, rename = "for")]
    in_favour: Vec<u8>,
    #[serde(default)]
    against: Vec<u8>,
    why: String,
}

impl DecisionPlan {
    /// Reads a plan, TOML: `format = "tamga/decision-plan/v1"` and `[[decision]]` tables with `reason` and perhaps `region`, or
    /// `record`; `for` and `against`, numbers of officers; `why`. Refuses unknown keys, a plan of nothing, and plans over the limits.
    pub fn parse(untrusted_plan: &str) -> Result<Self, PlanError> {
        if untrusted_plan.len() > PLAN_LEN_MAX {
            return Err(PlanError::TooLong);
        }
        let written: WrittenPlan =
            toml::from_str(untrusted_plan).map_err(|error| PlanError::Toml(in_one_line(untrusted_plan, &error)))?;
        if written.format != "tamga/decision-plan/v1" {
            return Err(PlanError::Format);
        }
        if written.decision.is_empty() {
            return Err(PlanError::Empty);
        }
        if written.decision.len() > DECISIONS_PLANNED_MAX {
            return Err(PlanError::TooMany);
        }
        let decisions = (1..).zip(written.decision).map(|(number, decision)| {
            let subject = match (decision.reason, decision.region, decision.record) {
                (Some(word), region, None) => Subject::Reason { word, region },
                (None, None, Some(record)) => Subject::Record(record),
                _ => return Err(PlanError::Subject { number }),
            };
            let WrittenDecision { in_favour, against, why, .. } = decision;
            Ok(PlannedDecision { subject, in_favour, against, why })
        });
        Ok(Self { decisions: decisions.collect::<Result<_, _>>()? })
    }
}

/// What is wrong, after the line in which it is.
fn in_one_line(plan: &str, error: &toml::de::Error) -> String {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let before = error.span().and_then(|span| plan.get(..span.start));
    match before {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "format = \"tamga/decision-plan/v1\"\n[[decision]]\nreason = \"phone-shared\"\nregion = \"adams\"\nfor = [1, 2, 3]\nagainst = [4]\nwhy = \"Families\"\n";

    #[test]
    fn a_plan_names_reason_region_votes_and_why() {
        let plan = DecisionPlan::parse(PLAN).unwrap();
        let subject = Subject::Reason { word: "phone-shared".into(), region: Some("adams".into()) };
        let expected = PlannedDecision { subject, in_favour: vec![1, 2, 3], against: vec![4], why: "Families".into() };
        assert_eq!(plan.decisions, [expected]);
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error = DecisionPlan::parse(&PLAN.replace("why", "because")).unwrap_err();
        assert!(matches!(&error, PlanError::Toml(text) if text.starts_with("line 7: ")), "{error}");
        assert_eq!(error.to_string().lines().count(), 1);
    }

    #[test]
    fn a_plan_of_nothing_is_refused() {
        assert_eq!(DecisionPlan::parse("format = \"tamga/decision-plan/v1\"\n"), Err(PlanError::Empty));
    }

    #[test]
    fn a_decision_about_a_reason_and_a_record_is_refused() {
        let both = PLAN.replace("region = \"adams\"", "record = \"adams/collector-1/1/0\"");
        assert_eq!(DecisionPlan::parse(&both), Err(PlanError::Subject { number: 1 }));
    }

    #[test]
    fn a_plan_of_another_format_is_refused() {
        assert_eq!(DecisionPlan::parse(&PLAN.replace("plan/v1", "plan/v2")), Err(PlanError::Format));
    }
}
