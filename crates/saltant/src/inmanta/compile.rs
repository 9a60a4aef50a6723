use saltant_http::{Call, Look, Waiting};

use super::{CompileDetails, CompileId, GetCompileDetails, GetCompileReports};

/// Compiles of an environment's model.
#[derive(Clone, Copy, Debug)]
pub struct Compiles<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Compiles<'c> {
    /// Gets a compile with everything that is known about it.
    pub fn compile_details(self, id: impl Into<CompileId>) -> Call<'c, GetCompileDetails> {
        self.0.call(GetCompileDetails::new(id))
    }

    /// Lists compiles, those that wait and run among them.
    pub fn get_compile_reports(self, operation: GetCompileReports) -> Call<'c, GetCompileReports> {
        self.0.call(operation)
    }

    /// Waits until a compile has ended, in whatever way: look at `success`.
    pub fn wait_until_completed(self, id: impl Into<CompileId>) -> Waiting<'c, GetCompileDetails> {
        self.compile_details(id).wait_until(look)
    }

    /// Waits until a compile has succeeded; that it has failed is an error, with the compile in it.
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
    pub fn wait_until_successful(self, id: impl Into<CompileId>) -> Waiting<'c, GetCompileDetails> {
        self.compile_details(id).wait_until(|compile| match look(compile) {
            Look::Settled if compile.success != Some(true) => Look::Failed("failed".to_owned()),
            other => other,
        })
    }
}

/// Whether a compile has ended.
fn look(compile: &CompileDetails) -> Look {
    if compile.completed.is_some() { Look::Settled } else { Look::Unsettled }
}
