use saltant_types::vantage6::{Study, StudyId};

use crate::operations::Operation;

/// Gets a study by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.study.get", GET "study/{id}", output = Study)]
pub struct GetStudy {
    /// The study's id.
    #[segment]
    pub id: StudyId,
}
