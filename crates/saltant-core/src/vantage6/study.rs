use saltant_types::vantage6::{CollaborationId, Study, StudyId};

use crate::answer::Answer;
use crate::operations::Operation;
use crate::rules::Facts;

/// Gets a study by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.study.get", GET "study/{id}", output = Study, learn = Self::learned)]
pub struct GetStudy {
    /// The study's id.
    #[segment]
    pub id: StudyId,
}

impl GetStudy {
    fn learned(&self, answer: &Answer, facts: &Facts) {
        if let Ok(study) = self.decode(answer) {
            facts.put(fact(self.id), study.collaboration.id.get());
        }
    }
}

/// The collaboration of a study, as far as answers have told.
pub(super) fn collaboration_of(study: StudyId, facts: &Facts) -> Option<CollaborationId> {
    facts.get(&fact(study))?.as_u64().map(CollaborationId::new)
}

fn fact(id: StudyId) -> String {
    format!("study/{id}")
}
