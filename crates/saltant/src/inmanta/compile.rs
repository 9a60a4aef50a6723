use saltant_core::inmanta::{GetCompile, GetCompileData, ListCompiles, v1};
use saltant_http::{WaitStatus, Waiting};
use saltant_macros::calls;
use saltant_types::inmanta::{CompileDetails, CompileId};

use super::EnvironmentClient;

/// Compiles of an environment's model.
#[derive(Clone, Copy, Debug)]
pub struct Compiles<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Compiles<'c> via self.0 {
    list(ListCompiles);
    get(id: CompileId) -> GetCompile;
    get_data(id: CompileId) -> GetCompileData;
    get_queue() -> v1::GetCompileQueue;
    is_compiling() -> v1::CheckCompiling(self.0.id());
} }

impl<'c> Compiles<'c> {
    /// Waits until a compile has ended, successfully or not: `success` says which.
    pub fn wait_until_completed(self, id: impl Into<CompileId>) -> Waiting<'c, GetCompile> {
        self.get(id).wait_until(look)
    }

    /// Waits until a compile has succeeded. A failure is an error with the compile in it.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient, id: saltant::inmanta::CompileId) {
    /// match environment.compiles().wait_until_successful(id).await {
    ///     Ok(compile) => println!("made version {:?}", compile.version),
    ///     Err(error) => {
    ///         println!("{error}");
    ///         let data = error.into_last().and_then(|compile| compile.compile_data).unwrap_or_default();
    ///         data.errors.iter().for_each(|error| println!("{}", error.message));
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`WaitError::Failed`](crate::WaitError::Failed) with the compile if it has failed, and those of a wait.
    pub fn wait_until_successful(self, id: impl Into<CompileId>) -> Waiting<'c, GetCompile> {
        self.get(id).wait_until(|compile| match look(compile) {
            WaitStatus::Succeeded if compile.success != Some(true) => {
                WaitStatus::Failed(compile.failure().unwrap_or_else(|| "failed".to_owned()))
            }
            other => other,
        })
    }

    /// Waits until no compile of the environment waits or runs.
    pub fn wait_until_idle(self) -> Waiting<'c, v1::CheckCompiling> {
        self.is_compiling().wait_until(|compiling| {
            if *compiling { WaitStatus::InProgress("compiling".to_owned()) } else { WaitStatus::Succeeded }
        })
    }
}

/// Whether a compile has ended.
fn look(compile: &CompileDetails) -> WaitStatus {
    match (compile.started, compile.completed) {
        (_, Some(_)) => WaitStatus::Succeeded,
        (Some(_), None) => WaitStatus::InProgress("running".to_owned()),
        (None, None) => WaitStatus::InProgress("queued".to_owned()),
    }
}
